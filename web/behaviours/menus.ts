// Menus are <details class="menu">: arrow keys walk them, Escape and a press elsewhere close them.
import { onEach } from "../lib/page";

const ITEMS = ".menu-list a, .menu-list button, .menu-list input";

export function menusStart(): void {
  document.addEventListener("click", (event) => closeAll(event.target as Node));
  document.addEventListener("focusin", (event) => closeAll(event.target as Node));
  onEach("keydown", "details.menu", (menu, event) => key(menu as HTMLDetailsElement, event));
}

/** Close every open menu that does not hold this place. */
function closeAll(place: Node): void {
  document.querySelectorAll<HTMLDetailsElement>("details.menu[open]").forEach((menu) => {
    if (!menu.contains(place)) menu.open = false;
  });
}

function key(menu: HTMLDetailsElement, event: KeyboardEvent): void {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    menu.open = true;
    step(menu, event.key === "ArrowDown" ? 1 : -1);
  }
}

function step(menu: HTMLElement, by: number): void {
  const items = [...menu.querySelectorAll<HTMLElement>(ITEMS)].filter((item) => item.offsetParent !== null);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by > 0 ? 0 : items.length - 1) : (at + by + items.length) % items.length;
  items[next]?.focus();
}
