"""What a screen reader finds over AT-SPI, one "role: name" a line, or the press of a button: read-screen.py [press NAME]."""
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402


def visible(node):
    yield node
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child.get_state_set().contains(Atspi.StateType.VISIBLE):
            yield from visible(child)


def desktop_with_windows():
    # GTK comes to the bus by itself, some time after its window has come to the screen.
    for _ in range(1000):
        desktop = Atspi.get_desktop(0)
        if desktop.get_child_count():
            return desktop
        time.sleep(0.01)
    sys.exit("no application on the accessibility bus within 10 s")


def everything():
    desktop = desktop_with_windows()
    for index in range(desktop.get_child_count()):
        yield from visible(desktop.get_child_at_index(index))


def states(node):
    state = node.get_state_set()
    names = {"focused": Atspi.StateType.FOCUSED, "selected": Atspi.StateType.SELECTED, "focusable": Atspi.StateType.FOCUSABLE}
    told = [name for name, value in names.items() if state.contains(value)]
    return told + ([] if state.contains(Atspi.StateType.SENSITIVE) else ["unavailable"])


def read():
    for node in everything():
        print(f"{node.get_role_name()}: {node.get_name()} [{' '.join(states(node))}]")
        if node.get_description():
            print(f"described: {node.get_description()}".replace("\n", " / "))
        if node.get_role() == Atspi.Role.PASSWORD_TEXT:
            print(f"typed: {Atspi.Text.get_text(node, 0, -1)}")


def press(name):
    button = next(node for node in everything() if node.get_role() == Atspi.Role.PUSH_BUTTON and node.get_name() == name)
    Atspi.Action.do_action(button, 0)


if sys.argv[1:2] == ["press"]:
    press(sys.argv[2])
else:
    read()
