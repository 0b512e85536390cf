#include "ui/dialogs/name_problem.h"

#include "domain/base58.h"

#include <QCoreApplication>

namespace paradox::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("NameProblem", text);
}

} // namespace

QString nameProblem(const models::KeyNames &names, const QString &wanted, const QString &key)
{
    const QString name = wanted.trimmed();
    if (name.isEmpty())
        return tr("Give it a name");
    if (fromBase58<PublicKey>(name.toStdString()))
        return tr("A key is no name: it would be read as that key");
    for (const QString &other : names.keysNamed(name)) {
        if (other != key)
            return tr("The key %1 has this name: choose another").arg(models::elided(other, 4));
    }
    return {};
}

} // namespace paradox::ui
