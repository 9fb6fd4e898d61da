// The chosen colours, before anything is drawn: no module, since those wait until the page has been read.

try {
  const theme = localStorage.getItem("wirewatch.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // a browser that keeps nothing: as the system has it
}
