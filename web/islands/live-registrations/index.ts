import type { Unmount } from "../../lib/islands";
export function mount(_element: HTMLElement, _props: unknown): Unmount { return () => undefined; }
