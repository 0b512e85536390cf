#pragma once

#include "app_context.h"

#include <QStringList>

#include <span>

namespace paradox::cli {

/// One command: its words, what it takes, and what it does. `arguments` are those behind the words.
struct Command {
    const char *words;     ///< "session create"
    const char *arguments; ///< for the help: "SEED-FILE"
    const char *help;
    Outcome<ExitCode> (*run)(AppContext &context, const QStringList &arguments);
    void (*addOptions)(QCommandLineParser &parser) = nullptr;
};

[[nodiscard]] std::span<const Command> keyCommands();
[[nodiscard]] std::span<const Command> sessionCommands();
[[nodiscard]] std::span<const Command> walletCommands();
[[nodiscard]] std::span<const Command> intentCommands();
[[nodiscard]] std::span<const Command> batchCommands();
[[nodiscard]] std::span<const Command> offlineCommands();
[[nodiscard]] std::span<const Command> demoCommands();

// Arguments as values; the error names the argument.
[[nodiscard]] Outcome<PublicKey> keyArgument(const QString &text, const char *name);
[[nodiscard]] Outcome<Lamports> amountArgument(const QString &text,
                                               const char *name); ///< "1.5" SOL or "1500000000lamports"
[[nodiscard]] Outcome<IntentId> intentArgument(const QString &text);
[[nodiscard]] Outcome<client::BatchName> batchArgument(const QString &text);
[[nodiscard]] Outcome<void> wantArguments(const QStringList &arguments, qsizetype count, const char *usageText);

/// The value of a reply, or the failure to leave with.
template <class T>
[[nodiscard]] Outcome<T> valueOf(const client::Result<T> &result)
{
    if (!result)
        return failure(result.error());
    return *result;
}

} // namespace paradox::cli

/// Declares `name` as the value of an Outcome, or leaves the function with its failure.
#define PARADOX_TRY(name, expression)                                                                                  \
    auto name##Outcome = (expression);                                                                                 \
    if (!name##Outcome)                                                                                                \
        return std::unexpected(name##Outcome.error());                                                                 \
    auto &name = *name##Outcome
