import { html } from "lit";
import { VakwijzerElement } from "./element.js";
import { Shown } from "./shown.js";
import { course } from "./views/course.js";
import { status } from "./views/head.js";

/** `<vakwijzer-course portal="gelderland" course="…" api="https://…">`: one course of a portal, whole. */
export class VakwijzerCourse extends VakwijzerElement {
  static properties = { course: {} };

  constructor() {
    super();
    this.course = "";
  }

  begin() {
    this.shown = new Shown(this, this.source);
    // Without an id there is no course to ask for: the answer is that of one that does not exist.
    this.shown.show(this.course || "none");
  }

  end() {
    this.shown.show("");
  }

  draw() {
    const view = { ...this.shared, life: {}, shown: this.shown };
    return html`<div class="vw-course">${course(view)}</div> ${status(view)}`;
  }
}
