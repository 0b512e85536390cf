#include "domain/acts.h"

#include "domain/fixed_layout.h"

namespace paradox {
namespace {

constexpr Tag16 cancelTag = makeTag("ppv:cancel:v1");
constexpr Tag16 revokeTag = makeTag("ppv:revoke:v1");

} // namespace

CancelBytes encodeCancel(const IntentId &intent)
{
    CancelBytes bytes;
    LayoutWriter(bytes).raw(cancelTag).put(intent);
    return bytes;
}

RevokeBytes encodeRevocation(const Revocation &revocation)
{
    RevokeBytes bytes;
    LayoutWriter(bytes)
        .raw(revokeTag)
        .put(revocation.genesis)
        .put(revocation.session)
        .put(revocation.owner)
        .put(revocation.issuedAt.value);
    return bytes;
}

} // namespace paradox
