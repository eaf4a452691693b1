// Icons from the sprite that the stylesheet's own folder holds.

const NAMESPACE = "http://www.w3.org/2000/svg";

/** A decorative icon from the sprite. */
export function icon(name: string): SVGSVGElement {
  const picture = document.createElementNS(NAMESPACE, "svg");
  const use = document.createElementNS(NAMESPACE, "use");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${document.documentElement.dataset["icons"] ?? ""}#${name}`);
  picture.append(use);
  return picture;
}
