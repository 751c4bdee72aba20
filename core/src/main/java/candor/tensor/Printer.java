package candor.tensor;

import java.util.Locale;

/// Prints tensors as NumPy does: nested brackets, aligned columns, long axes shortened to their ends.
final class Printer {
  private static final int EDGE = 3;
  private static final int MAX_SHOWN = 1000;

  private final NdArray array;
  private final boolean shorten;
  private final StringBuilder out = new StringBuilder();
  private final int[] index;
  private final String head;
  private int width;

  private Printer(NdArray array) {
    this.array = array;
    this.shorten = array.count() > MAX_SHOWN;
    this.index = new int[array.shape().rank()];
    this.head = array.dtype() + array.shape().toString() + " ";
  }

  static String print(NdArray array) {
    Printer printer = new Printer(array);
    printer.visit(0, () -> printer.width = Math.max(printer.width, printer.number().length()), false);
    printer.visit(0, printer::padded, true);
    return printer.head + printer.out;
  }

  private void padded() {
    String number = number();
    out.repeat(' ', width - number.length()).append(number);
  }

  private String number() {
    double value = array.at(index);
    if (array.dtype() == DType.I32) {
      return Integer.toString((int) value);
    }
    boolean plain = value == 0 || Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6 || !Double.isFinite(value);
    return String.format(Locale.ROOT, plain ? "%.4f" : "%.4e", value);
  }

  private void visit(int axis, Runnable element, boolean brackets) {
    if (axis == index.length) {
      element.run();
      return;
    }
    int size = array.shape().size(axis);
    boolean innermost = axis == index.length - 1;
    String separator = innermost ? ", " : ",\n" + " ".repeat(head.length() + axis + 1);
    append("[", brackets);
    for (int i = 0; i < size; i++) {
      append(i > 0 ? separator : "", brackets);
      if (shorten && size > 2 * EDGE && i == EDGE) {
        append("...", brackets);
        i = size - EDGE - 1;
      } else {
        index[axis] = i;
        visit(axis + 1, element, brackets);
      }
    }
    append("]", brackets);
  }

  private void append(String text, boolean brackets) {
    if (brackets) {
      out.append(text);
    }
  }
}
