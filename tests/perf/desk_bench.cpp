// The desk under load: start to the first live row, a thousand events a second over ten thousand rows in the whole
// window, and a million rows scrolled. Offscreen; the node is made of values, everything else is the desk's own.
#include "client/fake_backend.h"
#include "domain/system_clock.h"
#include "tests/perf/report.h"
#include "ui/desk/desk_core.h"
#include "ui/panels/intents/intents_panel.h"
#include "ui/shell/heap.h"
#include "ui/shell/main_window.h"
#include "ui/signing/key_room.h"
#include "ui/theme/desk_style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/live_table.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTimer>

#include <cstring>
#include <ctime>
#include <random>

namespace {

using namespace paradox;
using perf::Bar;

constexpr std::uint32_t liveRows = 10'000;
constexpr std::uint32_t snapshotRows = 5'000; ///< what a desk reads of them when it starts
constexpr std::uint32_t eventsPerSecond = 1000;
constexpr int stormSeconds = 8;
constexpr int burstMs = 10;
constexpr int scrolledRows = 1'000'000;

double cpuMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double residentMiB()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * 4096 / (1024 * 1024);
}

/// A slice is one event's whole handling, paint events and timers included: so long nothing else is answered.
class MeasuredApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (m_depth++ > 0) {
            const bool taken = QApplication::notify(receiver, event);
            --m_depth;
            return taken;
        }
        // Copied first: a handler may delete its receiver.
        const QByteArray name =
            QByteArray(receiver->metaObject()->className()) + ' ' + QByteArray::number(int(event->type()));
        const double cpu = cpuMs();
        QElapsedTimer wall;
        wall.start();
        const bool taken = QApplication::notify(receiver, event);
        --m_depth;
        const double tookCpu = cpuMs() - cpu;
        m_wallMs = std::max(m_wallMs, static_cast<double>(wall.nsecsElapsed()) / 1e6);
        if (tookCpu > m_cpuMs) {
            m_cpuMs = tookCpu;
            m_worst = name;
        }
        return taken;
    }

    void startMeasuring()
    {
        m_wallMs = m_cpuMs = 0;
        m_worst.clear();
    }
    [[nodiscard]] double wallMs() const { return m_wallMs; }
    [[nodiscard]] double cpuSliceMs() const { return m_cpuMs; }
    [[nodiscard]] std::string worst() const { return m_worst.toStdString(); }

private:
    int m_depth = 0;
    double m_wallMs = 0;
    double m_cpuMs = 0;
    QByteArray m_worst;
};

/// How late a 5 ms timer fires at worst: what a key press would wait for at most.
class Lateness : public QObject {
public:
    Lateness()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_worstMs = std::max(m_worstMs, static_cast<double>(m_since.nsecsElapsed()) / 1e6 - 5);
            m_since.start();
        });
        m_timer.start(5);
        m_since.start();
    }
    [[nodiscard]] double worstMs() const { return m_worstMs; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_worstMs = 0;
};

void runFor(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

PublicKey keyOf(std::uint32_t number)
{
    PublicKey key;
    std::uint64_t state = number;
    for (std::size_t i = 0; i < key.bytes.size(); i += 8) {
        state += 0x9E3779B97F4A7C15ULL; // splitmix64: a key must cost less than what is measured
        std::uint64_t word = (state ^ state >> 30) * 0xBF58476D1CE4E5B9ULL;
        word = (word ^ word >> 27) * 0x94D049BB133111EBULL;
        word ^= word >> 31;
        std::memcpy(key.bytes.data() + i, &word, 8);
    }
    return key;
}

client::IntentRecord intentOf(std::uint32_t number, UnixMillis now)
{
    client::IntentRecord record;
    const PublicKey id = keyOf(number);
    std::ranges::copy(id.bytes, record.id.bytes.begin());
    record.seq = {number + 1};
    record.type = number % 2 == 0 ? IntentType::Bid : IntentType::List;
    record.side = number % 2 == 0 ? Side::Buyer : Side::Seller;
    record.session = keyOf(1'000'000 + number % 50);
    record.owner = record.from = keyOf(2'000'000 + number % 500);
    record.item = keyOf(3'000'000 + number % 4000);
    record.to = keyOf(2'000'000 + (number + 1) % 500);
    record.amount = {1'000'000ULL * (number % 90'000 + 1)};
    record.createdAt = toSeconds(now);
    record.expiresAt = {toSeconds(now).value + 3600};
    record.admittedAt = record.updatedAt = {now.value - number};
    return record;
}

client::BatchRecord batchOf(std::uint64_t seq, BatchState state, UnixMillis now)
{
    client::BatchRecord record;
    record.seq = {seq};
    record.state = state;
    record.openedAt = record.cutAt = record.nettedAt = UnixMillis{now.value - 4000};
    record.updatedAt = now;
    record.trades = record.accepted = 231;
    record.chunkCount = 8;
    record.chunksLocked = now.value % 9 == 0 ? 8U : static_cast<std::uint64_t>(now.value % 8);
    return record;
}

/// The venue's news: mostly intents that move, some batches and transactions.
class Venue {
public:
    explicit Venue(UnixMillis now)
    {
        for (std::uint32_t number = 0; number < liveRows; ++number)
            m_intents.push_back(intentOf(number, now));
    }

    [[nodiscard]] const std::vector<client::IntentRecord> &intents() const { return m_intents; }

    [[nodiscard]] client::LiveEvent next(UnixMillis now)
    {
        client::LiveEvent event;
        event.seq = {++m_seq};
        event.at = now;
        const auto draw = static_cast<std::uint32_t>(m_random());
        if (draw % 20 == 0) {
            event.topic = "batches";
            event.data = batchOf(1 + draw / 20 % 40, static_cast<BatchState>(draw / 800 % 7), now);
        } else if (draw % 20 == 1) {
            client::OperationRecord operation;
            operation.operationId = "op" + std::to_string(draw / 20 % 500);
            operation.kind = "commit_net_chunk";
            operation.status = static_cast<OperationState>(draw / 16'000 % 5);
            operation.createdAt = operation.updatedAt = now;
            event.topic = "transactions";
            event.data = operation;
        } else {
            client::IntentRecord &intent = m_intents[draw / 20 % liveRows];
            intent.status = static_cast<IntentState>((static_cast<std::uint32_t>(intent.status) + 1) % 3);
            if (intent.status != IntentState::Pending)
                intent.batchSeq = BatchSeq{1 + draw % 40};
            intent.updatedAt = now;
            event.topic = "intents";
            event.data = intent;
        }
        return event;
    }

private:
    std::vector<client::IntentRecord> m_intents;
    std::mt19937 m_random{7};
    std::uint64_t m_seq = 1;
};

struct Desk {
    explicit Desk(const QTemporaryDir &dir)
        : settings(dir.filePath(QStringLiteral("settings.json"))),
          names({}),
          keys({dir.filePath(QStringLiteral("keys")), dir.filePath(QStringLiteral("journal")),
                dir.filePath(QStringLiteral("known"))},
               clock, random),
          core({backend, settings, names, keys, clock})
    {
        qApp->setStyle(new ui::DeskStyle(theme));
        theme.apply(ui::ThemeName::Dark);
        names.setOwn(models::keyText(keyOf(2'000'000)), QStringLiteral("Main wallet"));
        window = std::make_unique<ui::MainWindow>(ui::WindowParts{theme, core, nullptr, QStringLiteral("Remote node")});
    }

    SystemClock clock;
    SystemRandom random;
    client::FakeBackend backend;
    models::Settings settings;
    models::KeyNames names;
    ui::KeyRoom keys;
    ui::Theme theme;
    ui::DeskCore core;
    std::unique_ptr<ui::MainWindow> window;
};

void reportSlices(const std::string &name, const MeasuredApplication &app, double lateMs, double idleLateMs)
{
    perf::report({name + ".slice",
                  app.cpuSliceMs(),
                  "ms",
                  "longest handler (" + app.worst() + "), GUI thread's own time",
                  {},
                  Bar::AtMost,
                  16});
    perf::report({name + ".sliceWall",
                  app.wallMs(),
                  "ms",
                  "the same by the wall clock, other programs' time included",
                  {},
                  Bar::None,
                  0});
    perf::report(
        {name + ".lateness", lateMs, "ms", "the same timer in the idle window of this run", idleLateMs, Bar::None, 0});
}

/// 1 000 events/s over the whole window, sorted as the settings have it.
void storm(const std::string &name, Desk &desk, Venue &venue, MeasuredApplication &app, double idleLateMs)
{
    QTimer source;
    source.setTimerType(Qt::PreciseTimer);
    QElapsedTimer since;
    std::uint64_t sent = 0;
    QObject::connect(&source, &QTimer::timeout, &source, [&] {
        QList<client::LiveEvent> events;
        const auto due = static_cast<std::uint64_t>(since.elapsed()) * eventsPerSecond / 1000;
        for (; sent < due; ++sent)
            events << venue.next(desk.clock.wall());
        if (!events.isEmpty())
            Q_EMIT desk.backend.eventsArrived(events);
    });
    runFor(500);
    app.startMeasuring();
    const double cpu = cpuMs();
    const Lateness late;
    since.start();
    source.start(burstMs);
    runFor(stormSeconds * 1000);
    source.stop();
    const double seconds = static_cast<double>(since.elapsed()) / 1000;
    reportSlices(name, app, late.worstMs(), idleLateMs);
    perf::report({name + ".events", static_cast<double>(sent) / seconds, "1/s", "the rate asked for", eventsPerSecond,
                  Bar::AtLeast, 0.99});
    perf::report({name + ".busy", (cpuMs() - cpu) / (seconds * 10), "%", "of one core, GUI thread", {}, Bar::None, 0});
}

bool startAndStorm(MeasuredApplication &app)
{
    const QTemporaryDir dir;
    Venue venue(SystemClock().wall());
    QElapsedTimer started;
    started.start();
    Desk desk(dir);
    for (const client::IntentRecord &intent : venue.intents())
        desk.backend.putIntent(intent);
    desk.window->show();
    desk.core.start();
    client::LinkState live;
    live.phase = client::LinkPhase::Live;
    desk.backend.setLink(live);
    QAbstractItemView *view = desk.window->intents().table().view();
    // Every row and one event that came through the feed, painted.
    QEventLoop loop;
    bool drawn = false;
    const auto lookAgain = [&] {
        if (!drawn && desk.core.store().intents.size() >= qsizetype{snapshotRows}) {
            drawn = true;
            Q_EMIT desk.backend.eventsArrived({venue.next(desk.clock.wall())});
        }
    };
    QObject::connect(&desk.core.store().intents, &models::Shelf::changed, &loop, lookAgain, Qt::QueuedConnection);
    QObject::connect(&desk.core.pump(), &models::EventPump::released, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
    lookAgain();
    loop.exec();
    view->viewport()->repaint();
    const double seconds = static_cast<double>(started.nsecsElapsed()) / 1e9;
    if (!drawn || view->model()->rowCount() < static_cast<int>(snapshotRows))
        return false;
    perf::report({"desk.firstLiveRow",
                  seconds,
                  "s",
                  "the bar itself; window, 5 000 rows of the snapshot, one event, painted",
                  {},
                  Bar::AtMost,
                  0.5});
    while (view->model()->rowCount() < static_cast<int>(liveRows)) { // the rest, as by "Older"
        desk.core.intentList().readOlder();
        runFor(50);
    }
    runFor(1000);
    double idleLateMs = 0;
    {
        const Lateness idle;
        runFor(2000);
        idleLateMs = idle.worstMs();
    }
    storm("desk.live", desk, venue, app, idleLateMs);
    desk.window->intents().table().view()->sortByColumn(models::IntentModel::State, Qt::AscendingOrder);
    storm("desk.liveSort", desk, venue, app, idleLateMs);
    // A filter by key, and bare words that search whole rows, typed anew every second while rows move.
    ui::FilterField *filter = desk.window->intents().table().filter();
    QTimer typing;
    int typed = 0;
    QObject::connect(&typing, &QTimer::timeout, filter, [&] {
        static const QStringList queries = {QStringLiteral("status:pending"), QStringLiteral("k"),
                                            QStringLiteral("owner:mine or amount:>50"), QStringLiteral("seller half"),
                                            QStringLiteral("age:>5s")};
        filter->setText(queries[typed++ % queries.size()]);
    });
    typing.start(1000);
    storm("desk.liveFilter", desk, venue, app, idleLateMs);
    typing.stop();
    filter->setText({});
    perf::report({"desk.rss",
                  residentMiB(),
                  "MiB",
                  "the bar itself; whole desk with 10 000 rows after the storms",
                  {},
                  Bar::AtMost,
                  250});
    desk.window->close();
    return true;
}

/// A long history: settled intents of some thousand wallets and some ten thousand items, as lists bring them.
void fillHistory(models::LiveStore &store, UnixMillis now)
{
    constexpr std::uint32_t pageRows = 1000;
    for (std::uint32_t from = 0; from < scrolledRows; from += pageRows) {
        std::vector<models::IntentRow> page;
        page.reserve(pageRows);
        for (std::uint32_t number = from; number < from + pageRows; ++number) {
            client::IntentRecord record = intentOf(number, now);
            record.item = keyOf(3'000'000 + number % 20'000);
            record.owner = record.from = keyOf(2'000'000 + number % 5000);
            record.status = IntentState::Settled;
            record.pairedWith = record.id;
            record.tradeSeq = Seq{number};
            record.batchSeq = BatchSeq{1 + number / 1000};
            page.push_back(models::rowOf(record));
        }
        store.intents.apply(page);
    }
}

void scroll(MeasuredApplication &app)
{
    const QTemporaryDir dir;
    const SystemClock clock;
    models::Settings settings({});
    const models::KeyNames names({});
    ui::Theme theme;
    theme.apply(ui::ThemeName::Dark);
    models::LiveStore store;
    QElapsedTimer fill;
    fill.start();
    fillHistory(store, clock.wall());
    models::IntentModel model({store, names, clock});
    ui::LiveTable table(theme, model, settings,
                        {.id = QStringLiteral("t"),
                         .name = QStringLiteral("t"),
                         .columns = {{100}, {82}, {142, 90}, {52}, {170, 96}, {128}, {62}, {72}, {92}, {190, 90}},
                         .sortColumn = models::IntentModel::SeqColumn});
    table.resize(1200, 800);
    table.show();
    runFor(200);
    perf::report({"desk.millionFill",
                  static_cast<double>(fill.nsecsElapsed()) / 1e9,
                  "s",
                  "rows made, indexed, sorted and shown",
                  {},
                  Bar::None,
                  0});
    QScrollBar *bar = table.view()->verticalScrollBar();
    std::mt19937 random(3);
    int steps = 0;
    QTimer wheel;
    // By turns a wheel notch, a page and a throw of the handle: each is painted before the next.
    QObject::connect(&wheel, &QTimer::timeout, &wheel, [&] {
        ++steps;
        bar->setValue(steps % 3 == 0 ? static_cast<int>(random() % scrolledRows)
                                     : bar->value() + (steps % 3 == 1 ? 3 : bar->pageStep()));
    });
    app.startMeasuring();
    wheel.start(8);
    runFor(4000);
    wheel.stop();
    perf::report({"desk.millionScroll.slice",
                  app.cpuSliceMs(),
                  "ms",
                  "longest handler (" + app.worst() + "), GUI thread's own time",
                  {},
                  Bar::AtMost,
                  16});
    perf::report({"desk.millionScroll.sliceWall",
                  app.wallMs(),
                  "ms",
                  "the same by the wall clock, other programs' time included",
                  {},
                  Bar::None,
                  0});
    perf::report({"desk.millionScroll.rss",
                  residentMiB(),
                  "MiB",
                  "the bar itself; a million settled intents of 5 000 wallets and 20 000 items, whole process",
                  {},
                  Bar::AtMost,
                  250});
}

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    ui::keepHeapSmall();
    MeasuredApplication app(argc, argv);
    ui::loadFonts();
    // Each in a process of its own, so that one's memory is not the other's.
    const QString wanted = app.arguments().value(1);
    if (wanted != QStringLiteral("market") && wanted != QStringLiteral("million")) {
        std::fputs("usage: desk_bench market|million\n", stderr);
        return 2;
    }
    if (wanted == QStringLiteral("million")) {
        scroll(app);
    } else if (!startAndStorm(app)) {
        std::fputs("desk_bench: no live row within 20 s\n", stderr);
        return 1;
    }
    return 0;
}
