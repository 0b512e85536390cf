#pragma once

namespace paradox::ui {

/// Tables that grow are given back to the system: glibc else learns from the first large one it frees to keep them all
/// in its heap, where they leave holes. Once, before the first window.
void keepHeapSmall();

} // namespace paradox::ui
