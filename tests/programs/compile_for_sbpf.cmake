# Compiles every source of a program with clang's BPF target: what a real cluster will load. Usage:
# cmake -DCLANG=... -DSOURCE_DIR=... -DOUT=... -P compile_for_sbpf.cmake
file(MAKE_DIRECTORY "${OUT}")
file(GLOB sources "${SOURCE_DIR}/backend/programs/vault/*.cpp")
if(NOT sources)
    message(FATAL_ERROR "no program sources below ${SOURCE_DIR}")
endif()
foreach(source ${sources})
    get_filename_component(name "${source}" NAME_WE)
    execute_process(
        COMMAND "${CLANG}" -target bpf -mcpu=v2 -std=c++17 -Os -ffreestanding -fno-builtin -fno-exceptions -fno-rtti
            -fno-threadsafe-statics -fno-unwind-tables -fno-asynchronous-unwind-tables -fno-jump-tables
            -ffunction-sections -fdata-sections -fvisibility=hidden -mllvm -bpf-stack-size=4096
            -Wall -Wextra -Werror "-I${SOURCE_DIR}/backend" -c "${source}" -o "${OUT}/${name}.o"
        RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${name}.cpp does not compile for SBPF")
    endif()
endforeach()
