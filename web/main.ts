// What every page of the portal runs. Nothing here is needed to read a page or send a form.
import htmx from "htmx.org";
import { copyingStart } from "./behaviours/copying";
import { countingStart } from "./behaviours/counting";
import { dialogsStart } from "./behaviours/dialogs";
import { formsStart } from "./behaviours/forms";
import { menusStart } from "./behaviours/menus";
import { passwordsStart } from "./behaviours/passwords";
import { playersStart } from "./behaviours/players";
import { progressStart } from "./behaviours/progress";
import { tablesStart } from "./behaviours/tables";
import { themeStart } from "./behaviours/theme";
import { toastsStart } from "./behaviours/toasts";
import { islandsStart } from "./lib/islands";

// A strict Content-Security-Policy: no eval, no injected styles; no page kept in local storage.
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;
htmx.config.scrollBehavior = "auto";
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true }, // a form sent back with its errors
  { code: "[45]..", swap: false, error: true },
];

copyingStart();
countingStart();
dialogsStart();
formsStart();
menusStart();
passwordsStart();
playersStart();
progressStart();
tablesStart();
themeStart();
toastsStart();
islandsStart();
