#pragma once

#include "programs/sdk/status.h"

namespace paradox::program {

/// One line of the log, put together on the stack. What does not fit is cut.
class LogLine {
public:
    __attribute__((noinline)) LogLine &operator<<(const char *text)
    {
        for (; *text != 0; ++text)
            put(static_cast<u8>(*text));
        return *this;
    }
    LogLine &operator<<(u64 number)
    {
        u8 digits[20];
        u32 count = 0;
        do {
            digits[count++] = static_cast<u8>('0' + number % 10);
            number /= 10;
        } while (number > 0);
        while (count > 0)
            put(digits[--count]);
        return *this;
    }
    __attribute__((noinline)) void write() const { sol_log_(reinterpret_cast<const char *>(m_text), m_size); }

private:
    void put(u8 byte)
    {
        if (m_size < sizeof m_text)
            m_text[m_size++] = byte;
    }

    u8 m_text[256];
    u64 m_size = 0;
};

/// An error's name, as the log says it. Its words are the IDL's and the clients': they would be a twentieth of a
/// program.
struct ErrorText {
    u32 code;
    const char *name;
};

struct ErrorList {
    const ErrorText *texts;
    u32 count;

    const ErrorText *find(Status status) const
    {
        for (u32 i = 0; i < count; ++i) {
            if (texts[i].code == static_cast<u64>(status))
                return &texts[i];
        }
        return nullptr;
    }
};

#define PROGRAM_ERROR_TEXT(code, name, words) {code, #name},
inline constexpr ErrorText frameworkErrors[] = {PROGRAM_FRAMEWORK_ERRORS(PROGRAM_ERROR_TEXT)};

/// Anchor's line of an error, from which its clients take name and number; `account` is null when no single
/// account caused it. An error that is not listed has no line.
__attribute__((noinline)) inline void logError(Status status, const ErrorList &own, const char *account)
{
    const ErrorText *text = own.find(status);
    if (text == nullptr)
        text = ErrorList{frameworkErrors, sizeof frameworkErrors / sizeof(ErrorText)}.find(status);
    if (text == nullptr)
        return;
    LogLine line;
    line << "AnchorError ";
    if (account == nullptr)
        line << "occurred";
    else
        line << "caused by account: " << account;
    line << ". Error Code: " << text->name << ". Error Number: " << u64{text->code} << ". Error Message: " << text->name
         << ".";
    line.write();
}

} // namespace paradox::program

/// Declares a program's errors from its list of (code, name, words), codes from 6000: `Error`, `fail`, `errorTexts`.
/// Codes never change meaning.
#define PROGRAM_ERROR_VALUE(code, name, words) name = code,
#define PROGRAM_ERRORS(LIST)                                                                                           \
    enum class Error : ::paradox::program::u32 { LIST(PROGRAM_ERROR_VALUE) };                                          \
    constexpr ::paradox::program::Status fail(Error error)                                                             \
    {                                                                                                                  \
        return ::paradox::program::custom(static_cast<::paradox::program::u32>(error));                                \
    }                                                                                                                  \
    inline constexpr ::paradox::program::ErrorText errorTexts[] = {LIST(PROGRAM_ERROR_TEXT)};                          \
    static_assert(true, "a semicolon follows")
