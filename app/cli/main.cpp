#include "commands/commands.h"

#include <QCoreApplication>

#include <cstdio>
#include <sodium.h>

namespace paradox::cli {
namespace {

constexpr int usageExit = static_cast<int>(ExitCode::Usage);

std::vector<Command> allCommands()
{
    std::vector<Command> all;
    for (const auto group :
         {keyCommands, sessionCommands, walletCommands, intentCommands, batchCommands, offlineCommands, demoCommands}) {
        for (const Command &command : group())
            all.push_back(command);
    }
    return all;
}

QString overview(const std::vector<Command> &commands)
{
    QString text = QStringLiteral("usage: paradox COMMAND [OPTIONS]\n\n");
    for (const Command &command : commands) {
        const QString words = QLatin1String(command.words) + QLatin1Char(' ') + QLatin1String(command.arguments);
        text += QStringLiteral("  %1  %2\n").arg(words, -32).arg(QLatin1String(command.help));
    }
    return text +
           QStringLiteral(
               "\nparadox COMMAND --help shows a command's options.\n"
               "Exit codes: 0 done, 1 refused, 2 usage, 3 node not reached, 4 verification says mismatch, 5 locked.\n");
}

/// The command whose words begin the arguments; the longest wins.
const Command *findCommand(const std::vector<Command> &commands, const QStringList &arguments, qsizetype &wordCount)
{
    const Command *found = nullptr;
    for (const Command &command : commands) {
        const QStringList words = QString::fromLatin1(command.words).split(QLatin1Char(' '));
        if (arguments.mid(0, words.size()) == words && words.size() > wordCount) {
            found = &command;
            wordCount = words.size();
        }
    }
    return found;
}

int complain(const Failure &failure, bool wantsJson)
{
    if (wantsJson)
        std::fprintf(stderr, "{\"error\":%s}\n", qUtf8Printable(quoted(failure.words)));
    else
        std::fprintf(stderr, "paradox: %s\n", qUtf8Printable(failure.words));
    return static_cast<int>(failure.code);
}

QString helpOf(const Command &command, const QCommandLineParser &parser)
{
    QString usage = QStringLiteral("Usage: paradox ") + QLatin1String(command.words);
    if (*command.arguments != '\0')
        usage += QLatin1Char(' ') + QLatin1String(command.arguments);
    const QString text = parser.helpText(); // its own first line names the program and nothing else
    return usage + QStringLiteral(" [options]") + text.mid(text.indexOf(QLatin1Char('\n')));
}

/// What the parser makes of "-5" is an option that nobody meant.
QString wordsOf(const QString &parserError, const QStringList &arguments)
{
    for (const QString &argument : arguments) {
        if (argument.size() > 1 && argument[0] == QLatin1Char('-') && argument[1].isDigit())
            return argument + QStringLiteral(": no number here is below zero");
    }
    return parserError;
}

int runCommand(const Command &command, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QLatin1String(command.help));
    const QCommandLineOption help = parser.addHelpOption();
    AppContext::addOptions(parser);
    if (command.addOptions != nullptr)
        command.addOptions(parser);
    if (!parser.parse(QStringList{QLatin1String(command.words)} + arguments))
        return complain({ExitCode::Usage, wordsOf(parser.errorText(), arguments)},
                        arguments.contains(QLatin1String("--json")));
    if (parser.isSet(help)) {
        std::fputs(qUtf8Printable(helpOf(command, parser)), stdout);
        return 0;
    }
    AppContext context(parser);
    const bool takesNone = *command.arguments == '\0' || *command.arguments == '-';
    if (takesNone && !parser.positionalArguments().isEmpty())
        return complain({ExitCode::Usage, QStringLiteral("paradox %1 takes no \"%2\"")
                                              .arg(QLatin1String(command.words), parser.positionalArguments().front())},
                        context.wantsJson());
    if (const auto sound = context.checkOptions(); !sound)
        return complain(sound.error(), context.wantsJson());
    const Outcome<ExitCode> code = command.run(context, parser.positionalArguments());
    return code ? static_cast<int>(*code) : complain(code.error(), context.wantsJson());
}

int run(int argc, char **argv)
{
    // Before the first secret: no core dumps, nobody else's debugger.
    static_cast<void>(signer::hardenProcess());
    if (sodium_init() < 0)
        return static_cast<int>(ExitCode::Failed);
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("paradox"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PARADOX_VERSION));
    const std::vector<Command> commands = allCommands();
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.value(0) == QLatin1String("--version")) {
        std::puts("paradox " PARADOX_VERSION);
        return 0;
    }
    qsizetype wordCount = 0;
    const Command *command = findCommand(commands, arguments, wordCount);
    if (command != nullptr)
        return runCommand(*command, arguments.mid(wordCount));
    const bool wantsHelp = arguments.value(0) == QLatin1String("--help") || arguments.value(0) == QLatin1String("help");
    if (wantsHelp && (command = findCommand(commands, arguments.mid(1), wordCount)) != nullptr)
        return runCommand(*command, {QStringLiteral("--help")});
    std::fputs(qUtf8Printable(overview(commands)), wantsHelp ? stdout : stderr);
    if (!wantsHelp && !arguments.isEmpty())
        std::fprintf(stderr, "\nparadox: there is no command \"%s\"\n",
                     qUtf8Printable(arguments.join(QLatin1Char(' '))));
    return wantsHelp ? 0 : usageExit;
}

/// What was printed must have arrived: a full disk may not look like success.
int closeOutput(int code)
{
    const bool isWritten = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    if (!isWritten && code == 0)
        std::fputs("paradox: the output could not be written\n", stderr);
    return isWritten || code != 0 ? code : static_cast<int>(ExitCode::Failed);
}

} // namespace
} // namespace paradox::cli

int main(int argc, char **argv)
{
    return paradox::cli::closeOutput(paradox::cli::run(argc, argv));
}
