// Keeps the sum of the parts and its gap to the whole in view while they are typed; without it, "Hitung" does the same.
(() => {
  const form = document.querySelector("form[data-whole]");
  if (!form) return;
  const whole = BigInt(form.dataset.whole);
  const parts = [...form.querySelectorAll("[data-part]")];
  const sum = form.querySelector("[data-sum]");
  const gap = form.querySelector("[data-gap]");
  const english = document.documentElement.lang === "en";
  const shown = (value) => value.toLocaleString(english ? "en" : "id");
  const count = () => {
    const digits = parts.map((part) => part.value.replace(/[.,\s]/g, ""));
    if (digits.some((text) => !/^\d+$/.test(text))) return;
    const found = digits.reduce((all, text) => all + BigInt(text), 0n);
    const more = found - whole;
    sum.textContent = shown(found);
    const words = english ? ["exact", "short by", "over by"] : ["pas", "kurang", "lebih"];
    gap.textContent = more === 0n ? words[0] : `${words[more < 0n ? 1 : 2]} ${shown(more < 0n ? -more : more)}`;
  };
  parts.forEach((part) => part.addEventListener("input", count));
})();
