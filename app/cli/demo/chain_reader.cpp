#include "demo/chain_reader.h"

#include "domain/base58.h"
#include "domain/encoding.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>

#include <algorithm>
#include <memory>

namespace paradox::cli {
namespace {

constexpr std::size_t keysPerCall = 100; // the protocol's own limit

client::Error failure(client::ErrorCode code, const QString &detail)
{
    return {.code = code, .detail = detail.toStdString()};
}

} // namespace

client::Result<std::vector<std::optional<Bytes>>> ChainReader::accounts(const std::vector<PublicKey> &keys)
{
    std::vector<std::optional<Bytes>> all;
    for (std::size_t at = 0; at < keys.size(); at += keysPerCall) {
        auto some = page(std::span(keys).subspan(at, std::min(keysPerCall, keys.size() - at)));
        if (!some)
            return some;
        all.insert(all.end(), some->begin(), some->end());
    }
    return all;
}

client::Result<std::vector<std::optional<Bytes>>> ChainReader::page(std::span<const PublicKey> keys)
{
    QJsonArray names;
    for (const PublicKey &key : keys)
        names.append(QString::fromStdString(toBase58(key)));
    const QJsonObject options{{QStringLiteral("encoding"), QStringLiteral("base64")},
                              {QStringLiteral("commitment"), QStringLiteral("finalized")}};
    const QJsonObject call{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                           {QStringLiteral("id"), 1},
                           {QStringLiteral("method"), QStringLiteral("getMultipleAccounts")},
                           {QStringLiteral("params"), QJsonArray{names, options}}};
    QNetworkRequest request(m_rpc);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setTransferTimeout(15'000);
    QEventLoop loop;
    const std::unique_ptr<QNetworkReply> reply(m_network.post(request, QJsonDocument(call).toJson()));
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    if (reply->error() != QNetworkReply::NoError)
        return std::unexpected(failure(client::ErrorCode::Unreachable, reply->errorString()));
    const QJsonObject answer = QJsonDocument::fromJson(reply->readAll()).object();
    const QJsonArray values =
        answer.value(QStringLiteral("result")).toObject().value(QStringLiteral("value")).toArray();
    if (static_cast<std::size_t>(values.size()) != keys.size())
        return std::unexpected(
            failure(client::ErrorCode::BadAnswer, QStringLiteral("the cluster's answer has no accounts")));
    std::vector<std::optional<Bytes>> accounts;
    for (const QJsonValue &value : values) {
        const QString data = value.toObject().value(QStringLiteral("data")).toArray().at(0).toString();
        accounts.push_back(value.isNull() ? std::nullopt : base64Decode(data.toStdString()));
    }
    return accounts;
}

} // namespace paradox::cli
