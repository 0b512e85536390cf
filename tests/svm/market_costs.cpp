#include "tests/programs/governance_calls.h"
#include "tests/programs/oracle_calls.h"
#include "tests/svm/costs.h"
#include "tests/svm/market_bench.h"

namespace paradox::test {
namespace {

template <class Ix>
solana::Instruction meterQuery()
{
    return RegistryCalls::completeCall<Ix>({}, {{Ix::meterAccount, RegistryCalls::meterKey(RegistryCalls::meterId)}});
}

} // namespace

std::vector<Cost> registryCosts()
{
    MarketBench bench({{"registry", registryProgram}});
    bench.found();
    using Assign = registry::AssignMeter;
    using IsUser = registry::IsValidUser;
    bench.measure("assign_meter",
                  bench.completeCall<Assign>({textView("METER_009")}, {{Assign::authority, bench.admin}}));
    bench.measure("update_user_status", bench.setUserStatus(bench.admin, registry::UserStatus::Active, bench.alice));
    bench.measure("update_meter_status", bench.setMeterStatus(bench.admin, registry::MeterStatus::Active));
    bench.measure("update_meter_reading", bench.readingNow(1'500));
    bench.measure("get_unsettled_balance", meterQuery<registry::GetUnsettledBalance>());
    bench.measure("settle_meter_balance", bench.settle(bench.alice));
    bench.measure("is_valid_meter", meterQuery<registry::IsValidMeter>());
    bench.measure("is_valid_user", bench.completeCall<IsUser>({}, {{IsUser::userAccount, bench.userKey(bench.alice)}}));
    mustRun(bench.twins, {"register_user", {bench.registerUser(bench.bob)}, bench.admin});
    bench.measure("close_user", bench.closeUser(bench.bob));
    return bench.costs;
}

std::vector<Cost> oracleCosts()
{
    MarketBench bench({{"registry", registryProgram}, {"oracle", oracleProgram}});
    bench.found();
    bench.costs.clear();
    using Calls = OracleCalls;
    using Init = oracle::Initialize;
    using Status = oracle::UpdateOracleStatus;
    using Gateway = oracle::UpdateApiGateway;
    using Clear = oracle::TriggerMarketClearing;
    using Close = oracle::CloseMeterReading;
    const program::Pubkey gateway = programs::wire::toKey(bench.gateway);
    bench.measure("initialize", Calls::call<Init>({gateway}, {{Init::authority, bench.admin}}));
    bench.measure("link_registry", Calls::link(bench.admin, registryProgram));
    bench.measure("update_oracle_status", Calls::call<Status>({true}, {{Status::authority, bench.admin}}));
    bench.measure("update_api_gateway", Calls::call<Gateway>({gateway}, {{Gateway::authority, bench.admin}}));
    bench.measure("submit_meter_reading", Calls::submit(bench.gateway, bench.meterId, bench.twins.now()));
    const solana::Instruction recorded = Calls::record(bench.gateway, bench.meterId, bench.twins.now());
    bench.measure("record_meter_reading", recorded);
    bench.measure("trigger_market_clearing", Calls::call<Clear>({}, {{Clear::authority, bench.gateway}}));
    bench.twins.advance(oracle::readingKeptSeconds);
    bench.measure("close_meter_reading", Calls::call<Close>({}, {{Close::meterReading, Calls::readingKey(recorded)},
                                                                 {Close::submitter, bench.gateway},
                                                                 {Close::authority, bench.gateway}}));
    return bench.costs;
}

namespace {

void measureRules(MarketBench &bench)
{
    using Calls = GovernanceCalls;
    const PublicKey &admin = bench.admin;
    bench.measure("emergency_pause", Calls::governing<governance::EmergencyPause>(admin, {}));
    bench.measure("emergency_unpause", Calls::governing<governance::EmergencyUnpause>(admin, {}));
    bench.measure("update_governance_config", Calls::governing<governance::UpdateGovernanceConfig>(admin, {true}));
    bench.measure("set_maintenance_mode", Calls::governing<governance::SetMaintenanceMode>(admin, {false}));
    bench.measure("update_erc_limits",
                  Calls::governing<governance::UpdateErcLimits>(admin, {100, 1'000'000, 31'536'000}));
    bench.measure("update_authority_info",
                  Calls::governing<governance::UpdateAuthorityInfo>(admin, {textView("rec@example.org")}));
    bench.measure("set_certificate_transfers", Calls::governing<governance::SetCertificateTransfers>(admin, {true}));
    bench.measure("get_governance_stats", Calls::call<governance::GetGovernanceStats>({}, {}));
}

void measureAuthority(MarketBench &bench)
{
    using Calls = GovernanceCalls;
    using Propose = governance::ProposeAuthorityChange;
    using Approve = governance::ApproveAuthorityChange;
    using Cancel = governance::CancelAuthorityChange;
    const solana::Instruction propose =
        Calls::call<Propose>({programs::wire::toKey(bench.bob)}, {{Propose::authority, bench.admin}});
    bench.measure(Propose::name, propose);
    bench.measure(Cancel::name, Calls::call<Cancel>({}, {{Cancel::authority, bench.admin}}));
    bench.twins.advance(1);
    mustRun(bench.twins, {Propose::name, {propose}, bench.admin});
    bench.measure(Approve::name,
                  Calls::call<Approve>({}, {{Approve::newAuthority, bench.bob}, {Approve::proposer, bench.admin}}));
}

} // namespace

std::vector<Cost> governanceCosts()
{
    MarketBench bench({{"registry", registryProgram}, {"governance", governanceProgram}});
    bench.found();
    bench.measure("update_meter_reading", bench.readingNow(5'000));
    bench.costs.clear();
    using Calls = GovernanceCalls;
    using Init = governance::InitializePoa;
    bench.measure("initialize_poa", Calls::call<Init>({}, {{Init::authority, bench.admin}}));
    bench.measure("link_registry", Calls::link(bench.admin, registryProgram));
    measureRules(bench);
    bench.measure("issue_erc", Calls::issue(bench.admin, Calls::ercId, 500));
    bench.measure("validate_erc_for_trading", Calls::validate(bench.admin, Calls::ercId));
    bench.measure("transfer_erc", Calls::transfer(bench.alice, bench.bob));
    bench.measure("revoke_erc", Calls::revoke(bench.admin, "mistaken", Calls::ercId));
    measureAuthority(bench);
    return bench.costs;
}

} // namespace paradox::test
