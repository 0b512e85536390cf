# Read by CTest before it runs a test. Qt is not instrumented: what its own locks order looks like a race to the sanitizer.
set(ENV{TSAN_OPTIONS} "ignore_noninstrumented_modules=1 $ENV{TSAN_OPTIONS}")
