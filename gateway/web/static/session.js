// Warns before the session ends and offers to stay. Nothing depends on it: without it, what is sent too late comes back after signing in.
"use strict";
(() => {
  const WARNS = 300, LOOKS = 5000;
  let ends = 0, closed = false, dialog = null;
  const others = window.BroadcastChannel ? new BroadcastChannel("needfire-session") : null;
  const lasts = (seconds) => {
    ends = Date.now() + seconds * 1000;
    closed = false;
    if (dialog) dialog.close();
  };
  const part = (kind, text, more) => Object.assign(document.createElement(kind), { textContent: text }, more);

  const stay = async () => {
    try {
      const answer = await fetch("/stay", { redirect: "manual" });
      const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
      const seconds = page ? Number(page.body.dataset.sessionSeconds) : 0;
      if (seconds) {
        lasts(seconds);
        if (others) others.postMessage(seconds);
      } else ends = 0;
    } catch {
      dialog.querySelector("[data-said]").textContent = "Needfire did not answer. Try again in a moment.";
      return;
    }
    look();
  };

  const made = () => {
    const found = part("dialog", "", { className: "session" });
    found.setAttribute("aria-labelledby", "session-title");
    const ways = part("div", "", { className: "ways" });
    const staying = part("button", "Stay signed in", { type: "button", onclick: stay });
    const again = part("a", "Sign in again (opens in a new tab)", { href: "/sign-in?next=/stay", target: "_blank" });
    const away = part("button", "Go on", { type: "button", className: "quiet-dark", onclick: () => found.close() });
    ways.append(staying, again, away);
    const said = part("p", "");
    said.dataset.said = "";
    said.setAttribute("role", "status");
    found.append(part("h2", "", { id: "session-title" }), said, ways);
    found.addEventListener("close", () => { closed = true; });
    document.body.append(found);
    return found;
  };

  const show = (title, said, is_over) => {
    dialog = dialog || made();
    const [heading, text] = [dialog.querySelector("h2"), dialog.querySelector("[data-said]")];
    if (heading.textContent !== title) {
      heading.textContent = title;
      closed = false;
    }
    if (text.textContent !== said) text.textContent = said;
    dialog.querySelector("button").hidden = is_over;
    dialog.querySelector("a").hidden = !is_over;
    if (!dialog.open && !closed) dialog.showModal();
  };

  const look = () => {
    const left = Math.round((ends - Date.now()) / 1000);
    if (left <= 0) {
      show("You are signed out", "What you typed on this page is not lost. Send it as it stands, or sign in again first: the form comes back.", true);
    } else if (left <= WARNS) {
      const minutes = Math.ceil(left / 60);
      show("You will soon be signed out", `In ${minutes === 1 ? "less than a minute" : `${minutes} minutes`}, unless you stay signed in. What you typed is not lost.`, false);
    }
  };

  lasts(Number(document.body.dataset.sessionSeconds));
  if (others) {
    others.postMessage(Number(document.body.dataset.sessionSeconds));
    others.addEventListener("message", (told) => lasts(Number(told.data)));
  }
  setInterval(look, LOOKS);
  look();
})();
