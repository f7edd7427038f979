// What the page carries as JSON: words in the person's language, the engine it was made with.

export interface EngineAddress {
  version: string;
  url: string;
}

export interface PageData {
  messages: Record<string, string>;
  language: string;
  engine: EngineAddress;
  build: string;
  settings?: { sound?: string; voice?: string | null };
}

export function embedded<T>(id: string): T {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`the page carries no #${id}`);
  return JSON.parse(text) as T;
}

/** The element `selector`; the template promises that it is there. */
export function element<E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E {
  const found = within.querySelector<E>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/** `template` with its {names} filled in. */
export function filled(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
