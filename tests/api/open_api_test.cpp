#include "tests/api/api_fixture.h"

#include "api/routes.h"

#include <algorithm>
#include <map>
#include <set>

namespace paradox::api::test {
namespace {

/// "/api/intents/:id" as the document writes it.
std::string documented(std::string_view pattern)
{
    std::string path;
    bool isParameter = false;
    for (const char c : pattern) {
        if (c == ':') {
            path += '{';
            isParameter = true;
            continue;
        }
        if (c == '/' && isParameter) {
            path += '}';
            isParameter = false;
        }
        path += c;
    }
    return isParameter ? path + "}" : path;
}

std::string lowerMethod(http::Method method)
{
    return method == http::Method::Get ? "get" : "post";
}

/// A schema of the document against a value: as much of JSON Schema as the document uses.
bool fits(const json &value, const json &schema, const json &document)
{
    if (schema.contains("$ref"))
        return fits(value, document.at(json::json_pointer(schema["$ref"].get<std::string>().substr(1))), document);
    const auto all = [&](const json &schemas) {
        return std::ranges::all_of(schemas, [&](const json &one) { return fits(value, one, document); });
    };
    const auto any = [&](const json &schemas) {
        return std::ranges::any_of(schemas, [&](const json &one) { return fits(value, one, document); });
    };
    if (schema.contains("allOf"))
        return all(schema["allOf"]);
    if (schema.contains("oneOf"))
        return any(schema["oneOf"]);
    if (schema.contains("anyOf"))
        return any(schema["anyOf"]);
    if (schema.contains("const"))
        return value == schema["const"];
    if (schema.contains("enum"))
        return std::ranges::find(schema["enum"], value) != schema["enum"].end();
    const std::string type = schema.value("type", "");
    if (type == "null")
        return value.is_null();
    if (type == "string")
        return value.is_string();
    if (type == "integer")
        return value.is_number_integer();
    if (type == "boolean")
        return value.is_boolean();
    if (type == "array") {
        return value.is_array() &&
               std::ranges::all_of(value, [&](const json &item) { return fits(item, schema["items"], document); });
    }
    if (!value.is_object())
        return false;
    const json required = schema.value("required", json::array());
    for (const json &name : required) {
        if (!value.contains(name.get<std::string>()))
            return false;
    }
    const json properties = schema.value("properties", json::object());
    for (const auto &[name, member] : properties.items()) {
        if (value.contains(name) && !fits(value[name], member, document))
            return false;
    }
    return true;
}

class OpenApiTest : public ApiTest {
protected:
    json document = get("/openapi.json").body;

    void expectDocumented(const std::string &path, const std::string &method, const Answer &answer)
    {
        const json &responses = document["paths"][path][method]["responses"];
        const std::string status = std::to_string(answer.status);
        ASSERT_TRUE(responses.contains(status))
            << method << " " << path << " answered " << status << ": " << answer.raw.body;
        if (!responses[status].contains("content"))
            return;
        const auto contentType = answer.raw.header("content-type");
        ASSERT_TRUE(contentType.has_value());
        const json &content = responses[status]["content"];
        ASSERT_TRUE(content.contains(std::string(*contentType))) << path << " " << *contentType;
        const json &schema = content[std::string(*contentType)]["schema"];
        if (contentType->find("json") != std::string::npos) {
            EXPECT_TRUE(fits(answer.body, schema, document)) << path << ": " << answer.raw.body;
        }
    }
};

TEST_F(OpenApiTest, documentAndServerKnowTheSameRoutes)
{
    std::set<std::string> inTable;
    for (const Route &route : routes())
        inTable.insert(lowerMethod(route.method) + " " + documented(route.pattern));
    std::set<std::string> inDocument;
    for (const auto &[path, methods] : document["paths"].items()) {
        for (const auto &[method, operation] : methods.items())
            inDocument.insert(method + " " + path);
    }
    EXPECT_EQ(inTable, inDocument);
}

TEST_F(OpenApiTest, everyRouteAnswersAsDocumented)
{
    admission::Trader trader = liveTrader();
    const std::string wallet = toBase58(trader.wallet.publicKey());
    const json taken = post("/api/intents", nodeToken, posted(trader, list(trader, admission::keyOf(40), 100))).body;
    const BatchSeq batch =
        *writer->execute([&](storage::Transaction &t) { return storage::batches::insert(t, {.openedAt = t.now()}); });
    inWriter([&](storage::Transaction &t) {
        storage::index::setOwner(t, {admission::keyOf(40), trader.wallet.publicKey(), {5}, t.now()});
    });
    const std::map<std::string, std::string> params = {{":pubkey", toBase58(trader.session.publicKey())},
                                                       {":address", wallet}};
    for (const Route &route : routes()) {
        std::string target(route.pattern);
        for (const auto &[name, value] : params) {
            if (const std::size_t at = target.find(name); at != std::string::npos)
                target.replace(at, name.size(), value);
        }
        const std::string id = target.starts_with("/api/intents")   ? taken["id"].get<std::string>()
                               : target.starts_with("/api/batches") ? std::to_string(batch.value)
                                                                    : toBase58(admission::keyOf(40));
        if (const std::size_t at = target.find(":id"); at != std::string::npos)
            target.replace(at, 3, id);
        if (route.pattern == "/api/user/nonce")
            target += "?address=" + wallet;
        const std::string path = documented(route.pattern);
        const std::string method = lowerMethod(route.method);
        const bool isOpen = route.access == Access::Open;
        SCOPED_TRACE(method + " " + target);
        if (!isOpen) {
            const Answer anonymous =
                call(route.method, target, "", route.method == http::Method::Post ? json::object() : json());
            EXPECT_EQ(anonymous.status, 401);
            expectDocumented(path, method, anonymous);
        }
        const Answer answer =
            call(route.method, target, nodeToken, route.method == http::Method::Post ? json::object() : json());
        EXPECT_LT(answer.status, 500);
        expectDocumented(path, method, answer);
        const Answer wrongMethod = call(http::Method::Delete, target, nodeToken);
        EXPECT_EQ(wrongMethod.status, 405);
        EXPECT_TRUE(wrongMethod.raw.header("allow").has_value());
    }
}

TEST_F(OpenApiTest, successfulPostsAreAsDocumented)
{
    admission::Trader trader = liveTrader();
    const json pair = signIn(trader.wallet);
    EXPECT_TRUE(fits(pair, document["components"]["schemas"]["Tokens"], document));
    expectDocumented("/api/intents", "post",
                     post("/api/intents", nodeToken, posted(trader, list(trader, admission::keyOf(40), 100))));
    expectDocumented("/api/intents/batch", "post",
                     post("/api/intents/batch", nodeToken,
                          {{"intents", {posted(trader, list(trader, admission::keyOf(41), 100)), "x"}}}));
    expectDocumented(
        "/api/chain/airdrop", "post",
        post("/api/chain/airdrop", nodeToken, {{"address", toBase58(admission::keyOf(1))}, {"lamports", "5"}}));
    expectDocumented("/api/batches/run", "post", call(http::Method::Post, "/api/batches/run", nodeToken));
    EXPECT_EQ(cuts.load(), 1);
    expectDocumented("/api/auth/refresh", "post",
                     post("/api/auth/refresh", "", {{"refreshToken", pair["refreshToken"]}}));
    expectDocumented("/api/events", "get", get("/api/events?from=0", nodeToken));
    EXPECT_GE(get("/api/events?from=0", nodeToken).body["events"].size(), 4U);
}

TEST_F(OpenApiTest, aQueryParameterThatComesTwiceIsRefused)
{
    EXPECT_EQ(get("/api/events?from=1&from=2", nodeToken).code(), "QUERY_INVALID");
    EXPECT_EQ(get("/api/intents?limit=1&limit=2", nodeToken).code(), "QUERY_INVALID");
}

TEST_F(OpenApiTest, aPlainRequestToTheFeedIsToldToUpgrade)
{
    const Answer answer = get("/ws", "");
    EXPECT_EQ(answer.status, 426);
    EXPECT_EQ(answer.code(), "UPGRADE_REQUIRED");
    EXPECT_EQ(answer.raw.header("upgrade"), "websocket");
    EXPECT_EQ(answer.raw.header("sec-websocket-version"), "13");
}

TEST_F(OpenApiTest, unknownPathsAndRolesAreRefused)
{
    EXPECT_EQ(get("/api/nothing", nodeToken).code(), "ROUTE_UNKNOWN");
    EXPECT_EQ(get("/", nodeToken).status, 404);
    EXPECT_EQ(get("/api/intents/", nodeToken).status, 404);
    const std::string trader = tokenOf(solana::Keypair::generate(random));
    EXPECT_EQ(get("/api/config", trader).code(), "FORBIDDEN");
    EXPECT_EQ(get("/metrics", trader).code(), "FORBIDDEN");
    EXPECT_EQ(call(http::Method::Post, "/api/batches/run", trader).code(), "FORBIDDEN");
    EXPECT_EQ(get("/api/stats", "00").code(), "TOKEN_INVALID");
    EXPECT_EQ(cuts.load(), 0);
    const Answer metricsText = get("/metrics", nodeToken);
    EXPECT_TRUE(metricsText.raw.body.ends_with("# EOF\n"));
    EXPECT_NE(metricsText.raw.body.find("ppv_http_requests_total{route=\"GET /metrics\",status=\"2xx\"}"),
              std::string::npos);
}

} // namespace
} // namespace paradox::api::test
