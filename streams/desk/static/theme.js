// Light, dark, or as the system has it: a button that goes round, kept in this browser. What was kept is put on a page by early.js.

const KEY = "wirewatch.theme";
const ROUND = ["system", "light", "dark"];

function apply(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function chosen() {
  try {
    const kept = localStorage.getItem(KEY);
    return ROUND.includes(kept) ? kept : "system";
  } catch {
    return "system"; // a browser that keeps nothing
  }
}

/** Go on to the next; its name. */
export function nextTheme() {
  const theme = ROUND[(ROUND.indexOf(chosen()) + 1) % ROUND.length];
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // it holds for this page
  }
  apply(theme);
  return theme;
}

/** Wire the button up. */
export function themeButton(button) {
  const show = (theme) => {
    button.textContent = { system: "Auto", light: "Light", dark: "Dark" }[theme];
    button.setAttribute("aria-label", `Colours: ${theme}. Change`);
  };
  show(chosen());
  button.addEventListener("click", () => show(nextTheme()));
}
