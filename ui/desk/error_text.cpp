#include "ui/desk/error_text.h"

#include <QCoreApplication>

namespace paradox::ui {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ErrorText", text);
}

QString titleOf(client::ErrorCode code)
{
    using enum client::ErrorCode;
    switch (code) {
    case Unreachable:
        return tr("the node cannot be reached");
    case TimedOut:
        return tr("no answer in time");
    case LostAnswer:
        return tr("the answer was lost");
    case Refused:
        return tr("the node refused");
    case Unauthorised:
        return tr("not signed in");
    case Throttled:
        return tr("too many requests");
    case NodeFailed:
        return tr("the node failed");
    case BadAnswer:
        return tr("the answer cannot be read");
    case TooLarge:
        return tr("the answer is too large");
    case WrongCluster:
        return tr("the node is on another network");
    case Closed:
        return tr("the connection was closed");
    case NotSigned:
        return tr("nothing was signed");
    case OutboxFailed:
        return tr("nothing was sent");
    case InvalidInput:
        return tr("this cannot be sent");
    }
    return {};
}

QString adviceOf(const client::Error &error)
{
    using enum client::ErrorCode;
    switch (error.code) {
    case Unreachable:
        return tr("Nothing happened there. The desk keeps trying.");
    case TimedOut:
    case LostAnswer:
        return tr("It may have happened. The desk asks the node by id before anything is sent again.");
    case Refused:
        return tr("Nothing changed.");
    case Unauthorised:
        return tr("Sign in with the wallet key, then try again.");
    case Throttled:
        return tr("The desk waits before the next try.");
    case NodeFailed:
        return tr("The node logs why; see the Log panel.");
    case BadAnswer:
        return tr("The node speaks another version, or this is not a node.");
    case TooLarge:
        return tr("Narrow the question and try again.");
    case WrongCluster:
        return tr("Nothing is shown or signed until the profile's own network answers.");
    case Closed:
        return tr("Try again when the node is back.");
    case NotSigned:
        return tr("Nothing left this computer.");
    case OutboxFailed:
        return tr("It could not be written to the outbox first. Look at the free space of the data folder.");
    case InvalidInput:
        return tr("Correct the form and try again.");
    }
    return {};
}

/// With a capital and a full stop, as what stands beside it; nothing for no words.
QString asSentence(QString words)
{
    if (words.isEmpty())
        return words;
    words[0] = words[0].toUpper();
    return words + (words.endsWith(u'.') ? QStringLiteral(" ") : QStringLiteral(". "));
}

} // namespace

ErrorText errorText(const client::Error &error)
{
    ErrorText text;
    text.title = titleOf(error.code);
    text.sentence = asSentence(QString::fromStdString(error.detail)) + adviceOf(error);
    const std::string_view own = toText(error.code);
    text.code = error.problem.empty() ? QString::fromUtf8(own.data(), static_cast<qsizetype>(own.size()))
                                      : QString::fromStdString(error.problem);
    return text;
}

} // namespace paradox::ui
