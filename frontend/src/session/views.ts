// Which part of the page is to be seen.

import { element } from "../common/page_data";

const VIEWS = ["recover", "prepare", "live", "stop-questions", "assessment", "afterwards", "finished"] as const;
export type View = (typeof VIEWS)[number];

export function showView(view: View): void {
  if (document.body.dataset["view"] === view) return;
  document.body.dataset["view"] = view;
  for (const name of VIEWS) element(`#${name}`).hidden = name !== view;
  if (view !== "live") element("#corrections").hidden = true;
  const heading = element(`#${view}`).querySelector<HTMLElement>("h1");
  if (heading) {
    heading.tabIndex = -1; // a screen reader goes on reading here
    heading.focus({ preventScroll: true });
  } else if (document.activeElement instanceof HTMLElement) {
    document.activeElement.blur(); // keys now belong to the session, not to a button that has gone
  }
  scrollTo(0, 0);
}

export function currentView(): View {
  return document.body.dataset["view"] as View;
}
