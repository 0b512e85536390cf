#pragma once

namespace paradox::ui {

class ActionRegistry;
class DeskActs;
class DeskCore;
class Theme;

/// What a panel is given; all of it outlives the panel.
struct PanelContext {
    const Theme &theme;
    DeskCore &core;
    DeskActs &acts;
    ActionRegistry &actions;
};

} // namespace paradox::ui
