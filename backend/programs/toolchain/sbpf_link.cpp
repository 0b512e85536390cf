// sbpf_link [--arch v0|v3] [--entry NAME] [--max-bytes N] [--map] -o OUT.so IN.o...
#include "programs/toolchain/link.h"

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

namespace paradox::sbpf {
namespace {

struct Arguments {
    LinkOptions options;
    std::string output;
    std::vector<std::string> inputs;
    bool printsMap = false;
};

std::optional<Arguments> parse(std::span<char *> words)
{
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = words[i];
        if (word == "--map") {
            arguments.printsMap = true;
        } else if (!word.starts_with('-')) {
            arguments.inputs.push_back(word);
        } else if (++i == words.size()) {
            return std::nullopt;
        } else if (word == "-o") {
            arguments.output = words[i];
        } else if (word == "--entry") {
            arguments.options.entry = words[i];
        } else if (word == "--arch") {
            const std::string version = words[i];
            if (version != "v0" && version != "v3")
                return std::nullopt;
            arguments.options.version = version == "v3" ? Version::V3 : Version::V0;
        } else if (word == "--max-bytes") {
            const std::string_view number = words[i];
            const auto end = number.data() + number.size();
            if (std::from_chars(number.data(), end, arguments.options.imageBytesMax).ptr != end)
                return std::nullopt;
        } else {
            return std::nullopt;
        }
    }
    return arguments.output.empty() || arguments.inputs.empty() ? std::nullopt : std::optional(arguments);
}

int fail(const std::string &why)
{
    std::fprintf(stderr, "sbpf_link: %s\n", why.c_str());
    return 1;
}

std::optional<Bytes> readFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return std::nullopt;
    return Bytes(std::istreambuf_iterator<char>(file), {});
}

/// Whole or not at all: a build that is interrupted leaves no half program.
bool writeFile(const std::string &path, ByteSpan bytes)
{
    const std::string part = path + ".part";
    std::ofstream file(part, std::ios::binary);
    file << asText(bytes);
    file.close();
    std::error_code error;
    if (file)
        std::filesystem::rename(part, path, error);
    return file && !error;
}

void printMap(const std::string &output, const Image &image)
{
    std::printf("%s: %zu bytes, code %zu, data %zu, syscalls", output.c_str(), image.file.size(), image.codeBytes,
                image.dataBytes);
    for (const std::string &name : image.syscalls)
        std::printf(" %s", name.c_str());
    std::printf("\n");
}

int run(std::span<char *> words)
{
    const auto arguments = parse(words);
    if (!arguments) {
        std::fputs("usage: sbpf_link [--arch v0|v3] [--entry NAME] [--max-bytes N] [--map] -o OUT.so IN.o...\n",
                   stderr);
        return 2;
    }
    std::vector<Bytes> contents;
    std::vector<ObjectFile> files;
    for (const std::string &path : arguments->inputs) {
        auto bytes = readFile(path);
        if (!bytes)
            return fail("cannot read " + path);
        contents.push_back(std::move(*bytes));
    }
    for (std::size_t i = 0; i < contents.size(); ++i)
        files.push_back({std::filesystem::path(arguments->inputs[i]).filename().string(), contents[i]});
    const auto image = link(files, arguments->options);
    if (!image)
        return fail(toText(image.error()));
    if (!writeFile(arguments->output, image->file))
        return fail("cannot write " + arguments->output);
    if (arguments->printsMap)
        printMap(arguments->output, *image);
    return 0;
}

} // namespace
} // namespace paradox::sbpf

int main(int argc, char **argv)
{
    return paradox::sbpf::run(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
}
