#include "tests/fuzz/corpus.h"

#include <cstdio>

/// fuzz_corpus VECTORS OUT: the first inputs of every target.
int main(int count, char **words)
{
    if (count != 3) {
        std::fprintf(stderr, "fuzz_corpus VECTORS OUT\n");
        return 2;
    }
    paradox::fuzz::writeCorpus(words[1], words[2]);
    return 0;
}
