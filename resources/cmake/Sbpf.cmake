# Programs for Solana's virtual machine. Their sources compile with clang's BPF target, whatever compiler builds the rest.
find_program(PARADOX_BPF_CLANG NAMES clang++-19 DOC "clang++ with the BPF target, version 19")
set(PARADOX_SBPF_ARCH v0 CACHE STRING "SBPF version of the programs: v0 (every cluster) or v3")
set_property(CACHE PARADOX_SBPF_ARCH PROPERTY STRINGS v0 v3)
set(PARADOX_SBPF_DIR "${CMAKE_BINARY_DIR}/programs")
if(NOT PARADOX_BPF_CLANG)
    message(WARNING "clang++-19 is missing: the on-chain programs are built for the local ledger only")
endif()

# -mcpu=v2 is the last BPF whose arithmetic SBPF shares: 32-bit instructions are extended by sign there. Loops stay loops
# (-fno-builtin): there is no memcpy to call. The machine's frames are 4096 bytes.
set(PARADOX_SBPF_FLAGS
    -target bpf -mcpu=v2 -std=c++17 -Oz -ffreestanding -fno-builtin -fno-exceptions -fno-rtti -fno-threadsafe-statics
    -fno-unwind-tables -fno-asynchronous-unwind-tables -fno-jump-tables -ffunction-sections -fdata-sections
    -fvisibility=hidden -mllvm -bpf-stack-size=4096 -Wall -Wextra -Werror)

# paradox_sbpf_object(OUT SOURCE): a command that compiles one source; follows its headers.
function(paradox_sbpf_object out source)
    get_filename_component(name "${out}" NAME)
    add_custom_command(OUTPUT "${out}"
        COMMAND ${PARADOX_CCACHE} "${PARADOX_BPF_CLANG}" ${PARADOX_SBPF_FLAGS} "-I${PROJECT_SOURCE_DIR}/backend"
            -MD -MF "${out}.d" -c "${source}" -o "${out}"
        DEPENDS "${source}" DEPFILE "${out}.d" COMMENT "Building SBPF object ${name}" VERBATIM)
endfunction()

# paradox_sbpf_program(NAME SOURCES file...): programs/NAME.so in the build tree, installed with the application.
# Nothing where clang is missing.
function(paradox_sbpf_program name)
    cmake_parse_arguments(arg "" "" "SOURCES" ${ARGN})
    if(NOT PARADOX_BPF_CLANG)
        return()
    endif()
    set(objects "")
    foreach(source ${arg_SOURCES})
        get_filename_component(path "${source}" ABSOLUTE)
        get_filename_component(stem "${source}" NAME_WE)
        set(object "${PARADOX_SBPF_DIR}/${name}/${stem}.o")
        paradox_sbpf_object("${object}" "${path}")
        list(APPEND objects "${object}")
    endforeach()
    file(MAKE_DIRECTORY "${PARADOX_SBPF_DIR}/${name}")
    set(program "${PARADOX_SBPF_DIR}/${name}.so")
    add_custom_command(OUTPUT "${program}"
        COMMAND sbpf_link --arch ${PARADOX_SBPF_ARCH} --max-bytes 65536 -o "${program}" ${objects}
        DEPENDS sbpf_link ${objects} COMMENT "Linking ${name}.so" VERBATIM)
    add_custom_target(${name}_so ALL DEPENDS "${program}")
    install(FILES "${program}" DESTINATION share/paradox-desk/programs)
    set_property(GLOBAL APPEND PROPERTY PARADOX_SBPF_PROGRAMS ${name})
endfunction()
