# paradox_room(NAME LINKS room|library... SOURCES file...)
# One room of the house as a static library paradox_NAME. A bare name in LINKS that is a room means that room.
# Includes are written from the tree: "domain/intent.h", "models/live_store.h", "ui/theme/theme.h".
function(paradox_room name)
    cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
    add_library(paradox_${name} STATIC ${arg_SOURCES})
    target_include_directories(paradox_${name} PUBLIC "${PROJECT_SOURCE_DIR}/backend" "${PROJECT_SOURCE_DIR}")
    target_link_libraries(paradox_${name} PRIVATE paradox_compile)
    paradox_link(paradox_${name} PUBLIC ${arg_LINKS})
    set_property(GLOBAL APPEND PROPERTY PARADOX_ROOMS ${name})
endfunction()

function(paradox_link target scope)
    foreach(link ${ARGN})
        if(DEFINED PARADOX_EDGES_${link})
            target_link_libraries(${target} ${scope} paradox_${link})
        else()
            target_link_libraries(${target} ${scope} ${link})
        endif()
    endforeach()
endfunction()

# paradox_program(NAME LINKS ... SOURCES ...): a program of app/ or a tool of tests/, into bin/.
function(paradox_program name)
    cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE paradox_compile)
    paradox_link(${name} PRIVATE ${arg_LINKS})
endfunction()

# How much longer than usual a test may take: sanitizers slow a program down several times.
set(PARADOX_TEST_PATIENCE 1)
if(PARADOX_SANITIZE)
    set(PARADOX_TEST_PATIENCE 5)
endif()

# paradox_test(NAME LABEL label [FIXTURE fixture] LINKS ... SOURCES ...): GoogleTest executable, one CTest test per TEST().
function(paradox_test name)
    cmake_parse_arguments(arg "" "LABEL;TIMEOUT;FIXTURE" "SOURCES;LINKS" ${ARGN})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * ${PARADOX_TEST_PATIENCE}")
    add_executable(${name} ${arg_SOURCES})
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_compile_definitions(${name} PRIVATE PARADOX_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        PARADOX_BINARY_DIR="${CMAKE_BINARY_DIR}")
    target_link_libraries(${name} PRIVATE paradox_compile GTest::gmock GTest::gtest_main)
    paradox_link(${name} PRIVATE ${arg_LINKS})
    gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120
        NO_PRETTY_VALUES # they print as bytes, with addresses that differ from run to run
        PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT} FIXTURES_REQUIRED "${arg_FIXTURE}")
endfunction()

# paradox_qt_test(NAME LABEL label LINKS ... SOURCES ...): a QTest executable, run offscreen.
function(paradox_qt_test name)
    cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;LINKS" ${ARGN})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * ${PARADOX_TEST_PATIENCE}")
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_compile_definitions(${name} PRIVATE PARADOX_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        PARADOX_BINARY_DIR="${CMAKE_BINARY_DIR}")
    target_link_libraries(${name} PRIVATE paradox_compile Qt6::Test)
    paradox_link(${name} PRIVATE ${arg_LINKS})
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
endfunction()
