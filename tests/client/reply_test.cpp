#include "tests/client/wait.h"

#include <memory>

namespace paradox::test {

using client::Error;
using client::ErrorCode;
using client::Promise;
using client::Reply;
using client::Result;

class ReplyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersLaterNeverInsideTheCall();
    void answersOnceWhateverIsFinished();
    void aDeadContextDropsTheAnswer();
    void aPromiseThatGoesAnswersClosed();
    void chainsStopAtTheFirstError();
};

void ReplyTest::answersLaterNeverInsideTheCall()
{
    int answers = 0;
    Reply<int>::ready(7).onDone(this, [&](const Result<int> &result) { answers += *result; });
    QCOMPARE(answers, 0);
    QVERIFY(QTest::qWaitFor([&] { return answers == 7; }));
}

void ReplyTest::answersOnceWhateverIsFinished()
{
    Promise<int> promise;
    int answers = 0;
    promise.reply().onDone(this, [&](const Result<int> &result) { answers += *result; });
    promise.finish(1);
    promise.finish(10);
    QVERIFY(QTest::qWaitFor([&] { return answers != 0; }));
    QCOMPARE(answers, 1);
}

void ReplyTest::aDeadContextDropsTheAnswer()
{
    Promise<int> promise;
    bool wasAnswered = false;
    auto context = std::make_unique<QObject>();
    promise.reply().onDone(context.get(), [&](const Result<int> &) { wasAnswered = true; });
    context.reset();
    promise.finish(1);
    QCoreApplication::processEvents();
    QVERIFY(!wasAnswered);
}

void ReplyTest::aPromiseThatGoesAnswersClosed()
{
    std::optional<Reply<int>> reply;
    {
        Promise<int> promise;
        reply.emplace(promise.reply());
    }
    const Result<int> answer = waitFor(*reply);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Closed);
}

void ReplyTest::chainsStopAtTheFirstError()
{
    int steps = 0;
    const Reply<int> chain =
        Reply<int>::ready(1)
            .then([&](int value) {
                ++steps;
                return value == 1 ? Reply<int>::failed(Error{.code = ErrorCode::Refused}) : Reply<int>::ready(2);
            })
            .then([&](int value) {
                ++steps;
                return Reply<int>::ready(value);
            });
    QCOMPARE(waitFor(chain).error().code, ErrorCode::Refused);
    QCOMPARE(steps, 1);
}

} // namespace paradox::test

QTEST_GUILESS_MAIN(paradox::test::ReplyTest)
#include "reply_test.moc"
