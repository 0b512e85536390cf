#include "app/desk/raise_door.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using paradox::desk::RaiseDoor;

class RaiseDoorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSecondStartIsHeardByTheFirst()
    {
        const QTemporaryDir home;
        RaiseDoor door(home.path());
        QSignalSpy heard(&door, &RaiseDoor::knocked);
        QVERIFY(door.open());
        QVERIFY(RaiseDoor::knock(home.path(), 5000));
        QVERIFY(heard.wait());
    }

    void nobodyIsHeardWhereNoDeskIsOpen()
    {
        const QTemporaryDir home;
        QVERIFY(!RaiseDoor::knock(home.path(), 5000));
    }

    void whatAKilledDeskLeftDoesNotCloseTheDoor()
    {
        const QTemporaryDir home;
        QFile left(home.filePath(QStringLiteral("desk.socket")));
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.close();
        RaiseDoor door(home.path());
        QVERIFY(door.open());
        QVERIFY(RaiseDoor::knock(home.path(), 5000));
    }
};

QTEST_GUILESS_MAIN(RaiseDoorTest)
#include "raise_door_test.moc"
