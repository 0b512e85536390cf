#pragma once

#include <cstdio>
#include <optional>
#include <string>

namespace paradox::perf {

/// A bar on value / reference, or on the value itself when there is no reference.
enum class Bar { AtLeast, AtMost, None };

/// One line of ./bench.
struct Figure {
    std::string name;
    double value = 0;
    std::string unit;
    std::string against;             ///< the peer or limit measured in the same run, in words
    std::optional<double> reference; ///< its figure, same unit
    Bar kind = Bar::None;
    double bar = 0;
};

inline void report(const Figure &figure)
{
    const double compared = figure.reference ? figure.value / *figure.reference : figure.value;
    const bool holds =
        figure.kind == Bar::None || (figure.kind == Bar::AtLeast ? compared >= figure.bar : compared <= figure.bar);
    const auto number = [](double value) {
        char text[32];
        std::snprintf(text, sizeof text, "%.6g", value);
        return std::string(text);
    };
    std::string line =
        R"({"name":")" + figure.name + R"(","value":)" + number(figure.value) + R"(,"unit":")" + figure.unit + "\"";
    line += R"(,"against":")" + figure.against + R"(","reference":)" +
            (figure.reference ? number(*figure.reference) : "null");
    line += R"(,"ratio":)" + (figure.reference ? number(compared) : "null");
    line += R"(,"bar":)" + (figure.kind == Bar::None ? "null"
                                                     : "\"" + std::string(figure.kind == Bar::AtLeast ? ">= " : "<= ") +
                                                           number(figure.bar) + "\"");
    line += std::string(R"(,"holds":)") + (holds ? "true" : "false") + "}";
    std::puts(line.c_str());
    std::fflush(stdout);
}

} // namespace paradox::perf
