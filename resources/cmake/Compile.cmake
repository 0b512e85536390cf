# How every target of the project is compiled: one INTERFACE target, linked by paradox_room and its siblings.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# moc 6.4 cannot parse libstdc++ 12 under the compiler's own macros.
set(CMAKE_AUTOMOC_COMPILER_PREDEFINES OFF)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()

find_program(PARADOX_CCACHE ccache)
if(PARADOX_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${PARADOX_CCACHE}")
    set(CMAKE_C_COMPILER_LAUNCHER "${PARADOX_CCACHE}")
endif()

set(PARADOX_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize takes them")

add_library(paradox_compile INTERFACE)
target_compile_options(paradox_compile INTERFACE
    -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
    -fstack-protector-strong $<$<CONFIG:Release>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>)
# g++ 12 reports false positives from inside std::string and std::vector at -O2.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(paradox_compile INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds
        -Wno-stringop-overread -Wno-maybe-uninitialized -Wno-dangling-pointer -Wno-free-nonheap-object)
endif()
# libstdc++ 12's std::stable_sort calls what libstdc++ 12 itself deprecates; clang says so where it is instantiated.
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(paradox_compile INTERFACE -Wno-deprecated-declarations)
endif()
target_compile_definitions(paradox_compile INTERFACE _GLIBCXX_ASSERTIONS OPENSSL_API_COMPAT=10101
    BOOST_ASIO_NO_DEPRECATED BOOST_ERROR_CODE_HEADER_ONLY
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_link_options(paradox_compile INTERFACE -pie -Wl,-z,relro,-z,now)
if(PARADOX_SANITIZE)
    target_compile_options(paradox_compile INTERFACE -fsanitize=${PARADOX_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all -g1)
    target_link_options(paradox_compile INTERFACE -fsanitize=${PARADOX_SANITIZE})
endif()
if(PARADOX_SANITIZE MATCHES "thread")
    target_sources(paradox_compile INTERFACE
        "$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:${PROJECT_SOURCE_DIR}/tests/thread_sanitizer_clone.cpp>")
endif()
# Every room is instrumented for coverage; only the targets of tests/fuzz link libFuzzer's main.
if(PARADOX_WITH_FUZZ)
    target_compile_options(paradox_compile INTERFACE -fsanitize=fuzzer-no-link)
    target_link_options(paradox_compile INTERFACE -fsanitize=fuzzer-no-link)
endif()
