#pragma once

/// The programs: name and default id in base 58. Ids are configuration everywhere; these are the defaults.
#define PARADOX_PROGRAMS(X)                                                                                            \
    X(vault, "8jrMsGNM9HwmPU94cotLQCxGu15iW7Mt3WZeggfwvv2x")                                                           \
    X(registry, "2XPQmFYMdXjP7ffoBB3mXeCdboSFg5Yeb6QmTSGbW8a7")                                                        \
    X(oracle, "DvdtU4quEbuxUY2FckmvcXwTpC9qp4HLJKb1PMLaqAoE")                                                          \
    X(governance, "4DY97YYBt4bxvG7xaSmWy3MhYhmA6HoMajBHVqhySvXe")                                                      \
    X(trading, "GZnqNTJsre6qB4pWCQRE9FiJU2GUeBtBDPp6s7zosctk")                                                         \
    X(energy_token, "94G1r674LmRDmLN2UPjDFD8Eh7zT8JaSaxv9v68GyEur")

namespace paradox::programs {

#define PARADOX_DEFAULT_ID(name, id) inline constexpr char name##DefaultId[] = id;
PARADOX_PROGRAMS(PARADOX_DEFAULT_ID)
#undef PARADOX_DEFAULT_ID

} // namespace paradox::programs
