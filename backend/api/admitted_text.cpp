#include "api/admitted_text.h"

#include "domain/base58.h"
#include "domain/states.h"
#include "domain/time_text.h"

#include <charconv>
#include <string_view>

namespace paradox::api {

namespace {

/// More than a receipt of a group of 2^16 takes.
constexpr std::size_t sizeExpected = 2048;

void putHex(std::string &out, ByteSpan bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const std::size_t start = out.size();
    out.resize(start + 2 * bytes.size());
    char *at = out.data() + start;
    for (const std::uint8_t byte : bytes) {
        *at++ = digits[byte >> 4];
        *at++ = digits[byte & 15];
    }
}

void putNumber(std::string &out, std::uint64_t value)
{
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void putReceipt(std::string &out, const netting::AdmissionReceipt &receipt, std::string_view admittedAt)
{
    out += R"({"admittedAt":")";
    out += admittedAt;
    out += R"(","engineKey":")";
    out += toBase58(receipt.engineKey);
    out += R"(","index":)";
    putNumber(out, receipt.index);
    out += R"(,"intentId":")";
    putHex(out, receipt.admission.intent.span());
    out += R"(","path":[)";
    for (std::size_t i = 0; i < receipt.path.size(); ++i) {
        out += i == 0 ? "\"" : ",\"";
        putHex(out, receipt.path[i].span());
        out += '"';
    }
    out += R"(],"root":")";
    putHex(out, receipt.root.span());
    out += R"(","seq":")";
    putNumber(out, receipt.admission.seq.value);
    out += R"(","signature":")";
    out += toBase58(receipt.signature);
    out += R"(","size":)";
    putNumber(out, receipt.size);
    out += '}';
}

} // namespace

void appendAdmitted(std::string &out, const admission::Admitted &admitted, AdmittedForm form)
{
    out.reserve(out.size() + sizeExpected);
    const std::string admittedAt = formatRfc3339(admitted.admittedAt);
    out += R"({"admittedAt":")";
    out += admittedAt;
    out += form == AdmittedForm::InList ? R"(","code":null,"id":")" : R"(","id":")";
    putHex(out, admitted.id.span());
    out += R"(","receipt":)";
    if (admitted.receipts)
        putReceipt(out, admission::receiptOf(admitted), admittedAt);
    else
        out += "null";
    out += admitted.repeated ? R"(,"repeated":true,"seq":")" : R"(,"repeated":false,"seq":")";
    putNumber(out, admitted.seq.value);
    out += R"(","status":")";
    out += toText(admitted.state);
    out += "\"}";
}

} // namespace paradox::api
