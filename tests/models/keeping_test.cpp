#include "models/key_names.h"
#include "models/settings.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace paradox::models;

/// What the desk writes down: settings and the address book.
class KeepingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void settingsComeBackAsTheyWere()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("deep/er/settings.json"));
        const QByteArray bytes = QByteArray::fromHex("00ff10805c22");
        {
            Settings settings(path);
            const QSignalSpy changed(&settings, &Settings::changed);
            QCOMPARE(settings.get(setting::theme), QStringLiteral("dark"));
            settings.set(setting::theme, QStringLiteral("contrast"));
            settings.set(setting::theme, QStringLiteral("contrast"));
            settings.set(setting::comfortable, true);
            settings.set(setting::lockMinutes, -3);
            settings.set(setting::geometry, bytes);
            settings.set(setting::draft, QStringLiteral("{\"note\":\"ünï \\u0000\"}"));
            settings.setBlob(QStringLiteral("table.intents"), bytes);
            QCOMPARE(changed.count(), 6);
        }
        const Settings again(path);
        QVERIFY(!again.wasBroken());
        QCOMPARE(again.get(setting::theme), QStringLiteral("contrast"));
        QCOMPARE(again.get(setting::comfortable), true);
        QCOMPARE(again.get(setting::lockMinutes), -3);
        QCOMPARE(again.get(setting::geometry), bytes);
        QCOMPARE(again.get(setting::draft), QStringLiteral("{\"note\":\"ünï \\u0000\"}"));
        QCOMPARE(again.blob(QStringLiteral("table.intents")), bytes);
    }

    void everyKindOfBrokenSettingsFileIsKeptAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << QByteArray("{\"look.theme\": \"li");
        QTest::newRow("an array") << QByteArray("[1, 2]");
        QTest::newRow("no JSON") << QByteArray("theme=light\n");
        QTest::newRow("zeros") << QByteArray(4096, '\0');
    }

    void everyKindOfBrokenSettingsFileIsKeptAside()
    {
        QFETCH(const QByteArray, content);
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("settings.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        Settings settings(path);
        QVERIFY(settings.wasBroken());
        QCOMPARE(settings.get(setting::theme), QStringLiteral("dark"));
        QFile kept(path + QStringLiteral(".bak"));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), content);
        settings.set(setting::theme, QStringLiteral("light"));
        QVERIFY(!Settings(path).wasBroken());
        QCOMPARE(Settings(path).get(setting::theme), QStringLiteral("light"));
    }

    void aValueOfAnotherTypeIsTheDefault()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("settings.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            R"({"look.theme": 7, "look.comfortable": "yes", "security.lockMinutes": "soon", "window.geometry": []})");
        file.close();
        const Settings settings(path);
        QVERIFY(!settings.wasBroken());
        QCOMPARE(settings.get(setting::theme), QStringLiteral("dark"));
        QCOMPARE(settings.get(setting::comfortable), false);
        QCOMPARE(settings.get(setting::lockMinutes), 5);
        QCOMPARE(settings.get(setting::geometry), QByteArray());
    }

    void aRenamedSettingIsReadByItsOldName()
    {
        const SettingKey<int> key{"new.name", 5, "a renamed one", "old.name"};
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("settings.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"old.name": 42})");
        file.close();
        Settings settings(path);
        QCOMPARE(settings.get(key), 42);
        settings.set(key, 43);
        QCOMPARE(settings.get(key), 43);
        QCOMPARE(Settings(path).get(key), 43);
    }

    void settingsThatCannotBeSavedSaySo()
    {
        QTemporaryDir dir;
        QFile blocker(dir.filePath(QStringLiteral("file")));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        Settings settings(dir.filePath(QStringLiteral("file/settings.json")));
        const QSignalSpy failures(&settings, &Settings::notSaved);
        settings.set(setting::theme, QStringLiteral("light"));
        QCOMPARE(failures.count(), 1);
        QCOMPARE(settings.get(setting::theme), QStringLiteral("light"));
    }

    void namesSurviveAndABrokenBookIsKeptAside()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("names.json"));
        {
            KeyNames names(path);
            names.name(QStringLiteral("key1"), QStringLiteral("Selka"));
            names.met(QStringLiteral("key2"));
        }
        {
            const KeyNames names(path);
            QCOMPARE(names.nameOf(QStringLiteral("key1")), QStringLiteral("Selka"));
            QVERIFY(names.nameOf(QStringLiteral("key2")).isEmpty());
            QVERIFY(!names.isFirstTime(QStringLiteral("key1")));
            QVERIFY(!names.isFirstTime(QStringLiteral("key2")));
            QVERIFY(names.isFirstTime(QStringLiteral("key3")));
            QCOMPARE(names.resolve(QStringLiteral(" selka ")).value_or(QString()), QStringLiteral("key1"));
            QCOMPARE(names.resolve(QStringLiteral("nobody")).error(), NameError::Unknown);
        }
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"names\": {\"key1\"");
        file.close();
        KeyNames names(path);
        names.name(QStringLiteral("key9"), QStringLiteral("Nine"));
        QVERIFY(QFile::exists(path + QStringLiteral(".bak")));
        QCOMPARE(KeyNames(path).nameOf(QStringLiteral("key9")), QStringLiteral("Nine"));
    }

    void aNameThatTwoKeysHaveStandsForNeither()
    {
        KeyNames names({});
        names.name(QStringLiteral("key1"), QStringLiteral("Selka"));
        QCOMPARE(names.freeName(QStringLiteral("Selka")), QStringLiteral("Selka 2"));
        names.name(QStringLiteral("key2"), QStringLiteral("SELKA"));
        QCOMPARE(names.resolve(QStringLiteral("Selka")).error(), NameError::Ambiguous);
        names.name(QStringLiteral("key2"), QStringLiteral("Selka 2"));
        QCOMPARE(names.resolve(QStringLiteral("Selka")).value_or(QString()), QStringLiteral("key1"));
        QCOMPARE(names.freeName(QStringLiteral("Selka")), QStringLiteral("Selka 3"));
        QCOMPARE(names.freeName(QStringLiteral("Orin")), QStringLiteral("Orin"));
    }

    void theNameOfTheOwnWalletGoesWithIt()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("names.json"));
        KeyNames names(path);
        names.setOwn(QStringLiteral("old"), QStringLiteral("Main wallet"));
        names.name(QStringLiteral("key1"), QStringLiteral("Selka"));
        names.setOwn(QStringLiteral("new"), QStringLiteral("Main wallet"));
        QCOMPARE(names.resolve(QStringLiteral("Main wallet")).value_or(QString()), QStringLiteral("new"));
        QCOMPARE(KeyNames(path).all().keys(), QStringList(QStringLiteral("key1")));
    }
};

QTEST_GUILESS_MAIN(KeepingTest)
#include "keeping_test.moc"
