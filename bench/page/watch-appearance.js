// Runs in the page: notes when each text "Appearance N." was first painted, in epoch milliseconds.
(() => {
  const seen = new Map();
  globalThis.appearedAtMs = seen;
  const note = (text) => {
    if (!seen.has(text)) seen.set(text, Date.now());
  };
  const look = (node) => {
    for (const [found] of (node.textContent ?? '').matchAll(/Appearance \d+\./g)) {
      // What changed now is painted at the end of this frame.
      requestAnimationFrame(() => setTimeout(note, 0, found));
    }
  };
  const watcher = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedNodes.forEach(look);
  });
  watcher.observe(document.body, { childList: true, subtree: true });
})();
