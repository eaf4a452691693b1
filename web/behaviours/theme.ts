// Light, dark or as the system: kept in a cookie so that the server draws the page right at once.
import { onEach } from "../lib/page";

const YEAR = 365 * 24 * 3600; // seconds

export function themeStart(): void {
  onEach("click", "[data-set-theme]", (button) => {
    const theme = button.dataset["setTheme"] ?? "";
    if (theme) document.documentElement.dataset["theme"] = theme;
    else delete document.documentElement.dataset["theme"];
    document.cookie = `cordboard_theme=${theme}; path=/; max-age=${theme ? YEAR : 0}; samesite=lax; secure`;
    document.querySelectorAll("[data-set-theme]").forEach((each) => {
      each.setAttribute("aria-pressed", String(each === button));
    });
  });
}
