package candor.op;

import candor.autograd.Autograd;
import candor.autograd.GradientOption;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A recurrence step by step in public operations: what [Recurrences.Gradient] is differentiated as.
final class UnrolledRecurrence {
  private final RecurrenceSpec spec;
  private final Tensor weight;
  private final Tensor mask;

  private UnrolledRecurrence(RecurrenceSpec spec, Tensor weight, Tensor mask) {
    this.spec = spec;
    this.weight = weight;
    this.mask = mask;
  }

  /// The result of [Recurrences.Output].
  static Tensor of(RecurrenceSpec spec, Tensor x, Tensor weight, Tensor bias, Tensor state, Tensor mask) {
    return new UnrolledRecurrence(spec, weight, mask).run(x, bias, state);
  }

  /// The result of [Recurrences.Gradient].
  static Tensor gradient(RecurrenceSpec spec, Tensor g, List<Tensor> operands, Tensor mask) {
    List<Tensor> xs = operands.stream().map(x -> x.node() == null ? x.variable() : x).toList();
    Tensor y = of(spec, xs.get(0), xs.get(1), xs.get(2), xs.get(3), mask);
    List<Tensor> gradients = Autograd.vjp(y, g, xs, GradientOption.CREATE_GRAPH);
    return Tensor.concat(0, gradients.stream().map(x -> x.flatten(0)).toList());
  }

  private Tensor run(Tensor x, Tensor bias, Tensor state) {
    List<Tensor> inputs = new ArrayList<>();
    unstack(x.add(bias.select(0, 0)), inputs);
    Tensor second = bias.select(0, 1);
    List<Tensor> states = new ArrayList<>();
    unstack(state, states);
    Tensor[] result = new Tensor[inputs.size() + states.size()];
    for (int k = 0; k < inputs.size(); k++) {
      int t = spec.step(k, inputs.size());
      List<Tensor> next = cell(inputs.get(t), product(states.getFirst()).add(second), states);
      Tensor exists = exists(t, x);
      List<Tensor> old = states;
      states = new ArrayList<>();
      for (int i = 0; i < next.size(); i++) {
        states.add(Tensor.where(exists, next.get(i), old.get(i)));
      }
      result[t] = Tensor.where(exists, next.getFirst(), Tensor.scalar(x.dtype(), 0));
    }
    for (int i = 0; i < states.size(); i++) {
      result[inputs.size() + i] = states.get(i);
    }
    return Tensor.stack(0, List.of(result));
  }

  /// The parts along the first axis, by halves: the gradient of a slice is as large as what it was cut from.
  private static void unstack(Tensor x, List<Tensor> parts) {
    int n = x.shape().size(0);
    if (n == 1) {
      parts.add(x.squeeze(0));
    } else if (n > 1) {
      unstack(x.slice(0, 0, n / 2), parts);
      unstack(x.slice(0, n / 2, n), parts);
    }
  }

  /// 1 for the sequences that have a step, else 0, `[N, 1]`.
  private Tensor exists(int step, Tensor like) {
    int n = spec.lengths().length;
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = spec.has(i, step) ? 1 : 0;
    }
    return Tensor.of(values, n, 1).to(like.dtype());
  }

  private Tensor product(Tensor h) {
    int masks = mask.shape().size(0);
    if (masks <= 1) {
      return (masks == 0 ? h : h.mul(mask.select(0, 0))).matmul(weight.transpose());
    }
    List<Tensor> gates = new ArrayList<>();
    int units = weight.shape().size(1);
    for (int m = 0; m < masks; m++) {
      Tensor rows = weight.slice(0, m * units, (m + 1) * units);
      gates.add(h.mul(mask.select(0, m)).matmul(rows.transpose()));
    }
    return Tensor.concat(1, gates);
  }

  /// The new states, where `a` is the first product with its bias, and `p` the second.
  private List<Tensor> cell(Tensor a, Tensor p, List<Tensor> states) {
    return switch (spec.cell()) {
      case RNN_TANH -> List.of(a.add(p).tanh());
      case RNN_RELU -> List.of(a.add(p).relu());
      case LSTM -> {
        Tensor sum = a.add(p);
        Tensor added = gate(sum, 0).sigmoid().mul(gate(sum, 2).tanh());
        Tensor c = gate(sum, 1).sigmoid().mul(states.get(1)).add(added);
        yield List.of(gate(sum, 3).sigmoid().mul(c.tanh()), c);
      }
      case GRU -> {
        Tensor reset = gate(a, 0).add(gate(p, 0)).sigmoid();
        Tensor update = gate(a, 1).add(gate(p, 1)).sigmoid();
        Tensor candidate = gate(a, 2).add(reset.mul(gate(p, 2))).tanh();
        yield List.of(candidate.add(update.mul(states.getFirst().sub(candidate))));
      }
    };
  }

  private Tensor gate(Tensor gates, int i) {
    int units = weight.shape().size(1);
    return gates.slice(1, i * units, (i + 1) * units);
  }
}
