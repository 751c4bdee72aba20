package candor.op;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One row of the operation table: everything that the tests need to know about an operation.
///
/// Shapes are written as they are printed, one for each input: `[2,3] [3,4]`.
///
/// @param name name, which the PyTorch reference uses too
/// @param f the operation
/// @param domains where each input lies
/// @param shapes small shapes, for derivatives and everything else
/// @param odd shapes around the vector length and the blocks of the kernels, for comparisons of bits
/// @param large shapes that are split over threads
/// @param empties shapes without elements, and the shape of the result
/// @param traits what is particular
/// @param constant for an operation without derivative that leaves no trace in the graph, the operation itself
record OpSpec(String name, Function<List<Tensor>, Tensor> f, List<Domain> domains, List<String> shapes,
    List<String> odd, List<String> large, List<Empty> empties, Set<Trait> traits, Optional<Op> constant) {

  /// What is particular about an operation.
  enum Trait {
    /// Every element of the result depends on the elements of the same index alone.
    ELEMENTWISE,
    /// The order of additions follows the order in memory, so equal numbers in another layout may give other last bits.
    LAYOUT_DEPENDENT,
    /// Differences cannot check the derivative.
    NO_DIFFERENCES,
    /// PyTorch has no equal, or another row has the reference.
    NO_REFERENCE,
    /// Results are not tracked.
    CONSTANT
  }

  /// A call without elements.
  ///
  /// @param inputs shapes of the inputs
  /// @param output shape of the result
  record Empty(String inputs, String output) {
  }

  /// A row of an element-wise function of one input.
  static OpSpec map(String name, UnaryOperator<Tensor> f, Domain domain) {
    return of(name, x -> f.apply(x.getFirst()), domain).elementwise(1).shapes("[]", "[5]", "[3,4]");
  }

  /// A row of an element-wise function of two inputs.
  static OpSpec zip(String name, BinaryOperator<Tensor> f, Domain left, Domain right) {
    return of(name, x -> f.apply(x.get(0), x.get(1)), left, right).elementwise(2)
        .shapes("[] []", "[5] [5]", "[3,4] [3,4]", "[3,4] [4]", "[2,1,4] [3,1]", "[] [3]");
  }

  /// A row of one input.
  static OpSpec one(String name, UnaryOperator<Tensor> f, Domain domain) {
    return of(name, x -> f.apply(x.getFirst()), domain);
  }

  /// A row of two inputs.
  static OpSpec two(String name, BinaryOperator<Tensor> f, Domain left, Domain right) {
    return of(name, x -> f.apply(x.get(0), x.get(1)), left, right);
  }

  /// A row of any inputs.
  static OpSpec of(String name, Function<List<Tensor>, Tensor> f, Domain... domains) {
    return new OpSpec(name, f, List.of(domains), List.of(), List.of(), List.of(), List.of(), Set.of(),
        Optional.empty());
  }

  OpSpec elementwise(int inputs) {
    List<String> sizes =
        IntStream.of(1, 7, 15, 16, 17, 33, 64, 65, 127).mapToObj(n -> repeat("[" + n + "]", inputs)).toList();
    return with(Trait.ELEMENTWISE).odd(sizes.toArray(new String[0])).odd(repeat("[3,19]", inputs))
        .large(repeat("[7,10007]", inputs))
        .empty(repeat("[0]", inputs), "[0]").empty(repeat("[2,0,3]", inputs), "[2,0,3]");
  }

  private static String repeat(String shape, int n) {
    return String.join(" ", IntStream.range(0, n).mapToObj(i -> shape).toList());
  }

  OpSpec shapes(String... sets) {
    return new OpSpec(name, f, domains, List.of(sets), odd, large, empties, traits, constant);
  }

  OpSpec odd(String... sets) {
    return new OpSpec(name, f, domains, shapes, concat(odd, List.of(sets)), large, empties, traits, constant);
  }

  OpSpec large(String... sets) {
    return new OpSpec(name, f, domains, shapes, odd, List.of(sets), empties, traits, constant);
  }

  OpSpec empty(String inputs, String output) {
    return new OpSpec(name, f, domains, shapes, odd, large, concat(empties, List.of(new Empty(inputs, output))), traits,
        constant);
  }

  OpSpec with(Trait... added) {
    Set<Trait> all = EnumSet.noneOf(Trait.class);
    all.addAll(traits);
    all.addAll(List.of(added));
    return new OpSpec(name, f, domains, shapes, odd, large, empties, Set.copyOf(all), constant);
  }

  OpSpec constant(Op op) {
    return new OpSpec(name, f, domains, shapes, odd, large, empties, traits, Optional.of(op)).with(Trait.CONSTANT);
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /// Whether results of tracked inputs are tracked.
  boolean isDifferentiable() {
    return !has(Trait.CONSTANT);
  }

  Stream<String> smallAndOdd() {
    return Stream.concat(shapes.stream(), odd.stream());
  }

  /// Inputs of the given shapes, the same ones every time.
  List<Tensor> inputs(String sizes, DType dtype) {
    RandomStream random = RandomStream.of(7).child(name).child(sizes);
    List<Shape> parsed = parse(sizes);
    return IntStream.range(0, parsed.size())
        .mapToObj(i -> domains.get(Math.min(i, domains.size() - 1)).tensor(random.child(i), dtype, parsed.get(i)))
        .toList();
  }

  Tensor apply(List<Tensor> inputs) {
    return f.apply(inputs);
  }

  /// Makes variables of the inputs that have gradients.
  List<Tensor> tracked(List<Tensor> inputs) {
    List<Tensor> result = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      result.add(isVariable(i) ? inputs.get(i).variable() : inputs.get(i).detach());
    }
    return result;
  }

  /// Those of the inputs that have gradients.
  List<Tensor> variables(List<Tensor> inputs) {
    return IntStream.range(0, inputs.size()).filter(this::isVariable).mapToObj(inputs::get).toList();
  }

  boolean isVariable(int input) {
    return domains.get(Math.min(input, domains.size() - 1)).isVariable();
  }

  /// Reads shapes as they are printed.
  static List<Shape> parse(String sizes) {
    return Stream.of(sizes.split(" ")).map(s -> s.substring(1, s.length() - 1))
        .map(s -> Shape.of(Stream.of(s.split(",")).filter(n -> !n.isEmpty()).mapToInt(Integer::parseInt).toArray()))
        .toList();
  }

  private static <T> List<T> concat(List<T> a, List<T> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
