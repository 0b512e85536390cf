# Writes the checked-in document into a source file, in pieces that every compiler takes as literals.
file(READ "${INPUT}" text HEX)
string(LENGTH "${text}" length)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${text}")
math(EXPR size "${length} / 2")
file(WRITE "${OUTPUT}" "#include \"api/api.h\"\n\nnamespace paradox::api {\n\nnamespace {\nconstexpr unsigned char document[${size}] = {${bytes}};\n}\n\nstd::string_view openApiDocument() { return {reinterpret_cast<const char *>(document), ${size}}; }\n\n} // namespace paradox::api\n")
