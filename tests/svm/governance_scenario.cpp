#include "tests/programs/governance_calls.h"
#include "tests/svm/market_scenario.h"

#include <gtest/gtest.h>

namespace paradox::test {
namespace {

/// Certificates issued, validated, passed on and revoked, under changing rules.
class GovernanceScenario : public MarketScenario, private GovernanceCalls {
public:
    std::vector<Twins::Program> programs() const override
    {
        return {{"registry", registryProgram}, {"governance", governanceProgram}};
    }
    void setUp(Twins &twins) override
    {
        MarketScenario::setUp(twins);
        using Ix = governance::InitializePoa;
        must("initialize_poa", call<Ix>({}, {{Ix::authority, m_admin}}), m_admin);
        must("link_registry", link(m_admin, registryProgram), m_admin);
        must("set_certificate_transfers", governing<governance::SetCertificateTransfers>(m_admin, {true}), m_admin);
        read(40'000);
    }
    std::vector<Generator> generators() override
    {
        std::vector<Generator> list;
        addCertificates(list);
        addRules(list);
        addAuthority(list);
        return list;
    }
    std::vector<PublicKey> strangers() override
    {
        std::vector<PublicKey> list = MarketScenario::strangers();
        list.insert(list.end(), {poaKey(), claimsKey(), governanceProgram});
        return list;
    }
    /// No energy is certified that the meter has not generated.
    void check(const Outcome &) override
    {
        const auto claims = m_twins->account(claimsKey());
        const auto state = meter(meterId);
        if (claims && claims->data.size() == sizeof(governance::MeterClaims) && state) {
            EXPECT_LE(decodeState<governance::MeterClaims>(claims->data).claimed, state->totalGeneration);
        }
    }

private:
    void read(std::uint64_t energy)
    {
        m_twins->advance(1);
        must("update_meter_reading", reading(m_oracle, {energy, 0, m_twins->now()}), m_oracle);
    }
    std::string someErc(SeededRandom &random) { return "E" + std::to_string(random.below(m_issued + 1)); }
    PublicKey holderOf(const std::string &id, SeededRandom &random)
    {
        const auto account = m_twins->account(ownerKey(id));
        const bool isThere = account && account->data.size() == sizeof(governance::ErcOwner);
        return mostly(isThere ? programs::wire::fromKey(decodeState<governance::ErcOwner>(account->data).owner)
                              : m_users[0],
                      random);
    }
    /// The authority as it stands, mostly.
    PublicKey authority(SeededRandom &random)
    {
        return mostly(programs::wire::fromKey(decodeState<governance::PoaConfig>(m_twins->data(poaKey())).authority),
                      random);
    }
    void addCertificates(std::vector<Generator> &list)
    {
        add(list, "issue_erc", 8, [this](SeededRandom &random) {
            if (random.oneIn(3))
                read(random.below(3'000));
            const std::string id =
                random.oneIn(10) ? std::string(random.below(40), 'e') : "E" + std::to_string(++m_issued);
            const std::string data(random.oneIn(8) ? random.below(300) : 12, 'd');
            const std::uint64_t energy = random.oneIn(10) ? random.next() : 100 + random.below(900);
            return issue(authority(random), id, energy, "wind", data);
        });
        add(list, "validate_erc_for_trading", 6, [this](SeededRandom &random) {
            const std::string id = someErc(random);
            return validate(authority(random), id);
        });
        add(list, "transfer_erc", 5, [this](SeededRandom &random) {
            const std::string id = someErc(random);
            const PublicKey to = someUser(random);
            return transfer(holderOf(id, random), to, id);
        });
        add(list, "revoke_erc", 3, [this](SeededRandom &random) {
            const std::string reason(random.oneIn(6) ? random.below(150) : 5, 'r');
            const std::string id = someErc(random);
            return revoke(authority(random), reason, id);
        });
        add(list, "get_governance_stats", 1,
            [](SeededRandom &) { return call<governance::GetGovernanceStats>({}, {}); });
    }
    void addRules(std::vector<Generator> &list)
    {
        add(list, "emergency_pause", 1,
            [this](SeededRandom &random) { return governing<governance::EmergencyPause>(authority(random), {}); });
        add(list, "emergency_unpause", 3,
            [this](SeededRandom &random) { return governing<governance::EmergencyUnpause>(authority(random), {}); });
        add(list, "update_governance_config", 2, [this](SeededRandom &random) {
            const bool isAllowed = !random.oneIn(4);
            return governing<governance::UpdateGovernanceConfig>(authority(random), {isAllowed});
        });
        add(list, "set_maintenance_mode", 2, [this](SeededRandom &random) {
            const bool isOn = random.oneIn(4);
            return governing<governance::SetMaintenanceMode>(authority(random), {isOn});
        });
        add(list, "set_certificate_transfers", 1, [this](SeededRandom &random) {
            const bool isAllowed = !random.oneIn(4);
            return governing<governance::SetCertificateTransfers>(authority(random), {isAllowed});
        });
        add(list, "update_erc_limits", 1, [this](SeededRandom &random) {
            const std::uint64_t least = random.below(200);
            const auto validitySeconds = static_cast<std::int64_t>(random.below(90'000'000));
            return governing<governance::UpdateErcLimits>(authority(random), {least, 1'000'000, validitySeconds});
        });
        add(list, "update_authority_info", 1, [this](SeededRandom &random) {
            const std::string contact(random.below(150), 'c');
            return governing<governance::UpdateAuthorityInfo>(authority(random), {textView(contact)});
        });
        add(list, "link_registry", 1, [this](SeededRandom &random) {
            const PublicKey registry = mostly(registryProgram, random);
            return link(authority(random), registry);
        });
    }
    void addAuthority(std::vector<Generator> &list)
    {
        using Propose = governance::ProposeAuthorityChange;
        using Approve = governance::ApproveAuthorityChange;
        using Cancel = governance::CancelAuthorityChange;
        add(list, Propose::name, 2, [this](SeededRandom &random) {
            m_successor = random.oneIn(2) ? m_admin : someUser(random);
            return call<Propose>({programs::wire::toKey(m_successor)}, {{Propose::authority, authority(random)}});
        });
        add(list, Approve::name, 2, [this](SeededRandom &random) {
            return call<Approve>({}, {{Approve::newAuthority, m_successor}, {Approve::proposer, authority(random)}});
        });
        add(list, Cancel::name, 2,
            [this](SeededRandom &random) { return call<Cancel>({}, {{Cancel::authority, authority(random)}}); });
    }

    std::uint64_t m_issued = 0;
    PublicKey m_successor;
};

TEST(GovernanceDifferential, nativeAndSbpfAgree)
{
    GovernanceScenario scenario;
    runScenario(scenario);
}

} // namespace
} // namespace paradox::test
