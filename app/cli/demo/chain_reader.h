#pragma once

#include "client/reply.h"
#include "domain/bytes.h"

#include <QNetworkAccessManager>
#include <QUrl>

#include <optional>
#include <vector>

namespace paradox::cli {

/// Account data straight from a cluster's JSON-RPC, past the node: the demo's second witness.
class ChainReader {
public:
    explicit ChainReader(const QUrl &rpc) : m_rpc(rpc) {}

    /// Finalized data of each account, in order; nothing for one that does not exist.
    [[nodiscard]] client::Result<std::vector<std::optional<Bytes>>> accounts(const std::vector<PublicKey> &keys);

private:
    [[nodiscard]] client::Result<std::vector<std::optional<Bytes>>> page(std::span<const PublicKey> keys);

    QUrl m_rpc;
    QNetworkAccessManager m_network;
};

} // namespace paradox::cli
