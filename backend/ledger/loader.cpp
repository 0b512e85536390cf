#include "ledger/loader.h"

#include "solana/programs.h"

namespace paradox::ledger {

bool isLoader(const PublicKey &program)
{
    return program == solana::loaderV1 || program == solana::loaderV2 || program == solana::loaderV4 ||
           program == solana::upgradeableLoader;
}

std::uint64_t loaderCost(const PublicKey &loader)
{
    if (loader == solana::loaderV1)
        return cost::loaderV1;
    if (loader == solana::loaderV2)
        return cost::loaderV2;
    return loader == solana::loaderV4 ? cost::loaderV4 : cost::upgradeableLoader;
}

Status runLoader(Invocation &invocation)
{
    invocation.log("This local ledger runs the programs it was built with and deploys no others: to add one, see "
                   "\"How to add a program\" in backend/programs/README.md; to deploy one, use a validator");
    return failure(InstructionErrorKind::UnsupportedProgramId);
}

} // namespace paradox::ledger
