// The keys and the look of the desk. Everything else is the server's.

const handled = new Set(['j', 'k', 'a', 'r', 'u', 'c', '?', 'Escape', 'Enter', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
const repeatable = new Set(['j', 'k']);
const store = 'moderation-look';

export function listen(page) {
  let pending = 0;
  const press = async event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const field = event.target.closest('input, textarea, select');
    if (!handled.has(key) || (field && key !== 'Escape') || (key === 'Enter' && isItsOwn(event.target, pending))) return;
    event.preventDefault();
    // A key held down must not decide one comment after the other.
    if (event.repeat && !repeatable.has(key)) return;
    field?.blur();
    pending++;
    try {
      await page.invokeMethodAsync('PressAsync', key);
    } finally {
      pending--;
    }
  };
  document.addEventListener('keydown', press);
  // For scripts that drive the page: from here on keys are heard.
  document.documentElement.dataset.keys = 'heard';
  return {
    stop: () => {
      document.removeEventListener('keydown', press);
      delete document.documentElement.dataset.keys;
    }
  };
}

// Enter belongs to what has the focus; but a row that a key just sent is about to lose it does not: the selected one opens.
function isItsOwn(target, pending) {
  const control = target.closest('a, button, [role=button], summary');
  return control !== null && !(pending > 0 && control.closest('.rows'));
}

export function focus(id) {
  const element = document.getElementById(id);
  element?.focus({ preventScroll: true });
  element?.closest('li, .reading')?.scrollIntoView({ block: 'nearest' });
  if (id === 'item-view') show(element?.closest('.reading')?.querySelector('.card.subject'));
}

// Below a long conversation the comment to decide would be out of sight: as much of what it answers stays above it as there is room for.
function show(subject) {
  const view = subject?.closest('.item');
  if (!view) return;
  const below = subject.getBoundingClientRect().bottom - view.getBoundingClientRect().bottom;
  if (below > 0) {
    view.scrollTop += Math.min(below + 16, subject.getBoundingClientRect().top - view.getBoundingClientRect().top - 8);
  }
}

export function look() {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(store)) ?? {};
  } catch {
    // Storage is shut, or holds something else: the defaults do.
  }
  return { isDark: kept.isDark ?? matchMedia('(prefers-color-scheme: dark)').matches, blur: kept.blur ?? false };
}

export function remember(look) {
  try {
    localStorage.setItem(store, JSON.stringify(look));
  } catch {
    // Without storage the look lasts as long as the page.
  }
}
