package candor;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import candor.tensor.Tensor;
import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which parts of core may know which, and what none of them may use.
class ArchitectureTest {
  private static final String[] LOWER_FLOOR =
      {"candor.kernel..", "candor.parallel..", "candor.random..", "candor.linalg.."};
  private static final String[] UPPER_FLOOR = {"candor.tensor..", "candor.op..", "candor.autograd.."};
  private static final String[] OTHER_MODULES =
      {"candor.nn..", "candor.bayes..", "candor.bench..", "candor.examples.."};
  private static final String TRANSCENDENTAL =
      "exp|expm1|log|log10|log1p|pow|cbrt|hypot|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh";

  // By place, because a search by package would find the tests too.
  private static final JavaClasses CORE =
      new ClassFileImporter().importUrl(Tensor.class.getProtectionDomain().getCodeSource().getLocation());

  private static final ArchRule STRICT_MATH = noClasses().should()
      .accessTargetWhere(target(owner(Predicates.type(Math.class))).and(target(nameMatching(TRANSCENDENTAL))))
      .because("Math's functions differ between platforms; StrictMath's and F32Math's do not");

  private static final ArchRule STRICT_VECTORS = noClasses().should()
      .accessTargetWhere(target(owner(name("jdk.incubator.vector.VectorOperators")))
          .and(target(nameMatching("(?i)" + TRANSCENDENTAL))))
      .because("the Vector API's functions call native libraries that differ between platforms");

  private static final ArchRule ADDRESSED_RANDOMNESS = noClasses().should()
      .accessTargetWhere(
          target(owner(Predicates.belongToAnyOf(Math.class, StrictMath.class))).and(target(nameMatching("random"))))
      .orShould().dependOnClassesThat().areAssignableTo("java.util.random.RandomGenerator")
      .orShould().dependOnClassesThat().resideInAPackage("java.util.random..")
      .because("random numbers come from RandomStream, by address");

  private static final ArchRule NO_SERIALISATION = noClasses().should().dependOnClassesThat()
      .haveFullyQualifiedName("java.io.ObjectInputStream").orShould().dependOnClassesThat()
      .haveFullyQualifiedName("java.io.ObjectOutputStream");

  private static final ArchRule NO_NATIVE_CODE = noClasses().should().dependOnClassesThat()
      .haveFullyQualifiedName("sun.misc.Unsafe").orShould().dependOnClassesThat().resideInAPackage("jdk.internal..")
      .orShould()
      .dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.Linker").orShould()
      .accessTargetWhere(target(owner(Predicates.belongToAnyOf(System.class, Runtime.class)))
          .and(target(nameMatching("load|loadLibrary"))));

  static Stream<ArchRule> rules() {
    return Stream.of(
        noClasses().that().resideOutsideOfPackage("candor.kernel.simd..").should().dependOnClassesThat()
            .resideInAPackage("jdk.incubator.."),
        noClasses().that().resideOutsideOfPackage("candor.kernel.simd..").should().dependOnClassesThat()
            .resideInAPackage("candor.kernel.simd..").because("core must load without the incubator module"),
        noClasses().that().resideInAnyPackage(LOWER_FLOOR).should().dependOnClassesThat()
            .resideInAnyPackage(UPPER_FLOOR),
        noClasses().that().resideInAnyPackage("candor.parallel..", "candor.random..", "candor.linalg..").should()
            .dependOnClassesThat().resideInAPackage("candor.kernel.."),
        noClasses().should().dependOnClassesThat().resideInAnyPackage(OTHER_MODULES),
        noMethods().should().haveModifier(JavaModifier.NATIVE),
        STRICT_MATH, STRICT_VECTORS, ADDRESSED_RANDOMNESS, NO_SERIALISATION, NO_NATIVE_CODE);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void coreObeys(ArchRule rule) {
    rule.check(CORE);
  }

  @Test
  void allPackagesOfCoreAreChecked() {
    assertThat(CORE.stream().map(c -> c.getPackageName()).distinct()).containsExactlyInAnyOrder("candor.tensor",
        "candor.op",
        "candor.autograd", "candor.kernel", "candor.kernel.simd", "candor.parallel", "candor.random", "candor.linalg");
  }

  @Test
  void theRulesNoticeWhatTheyForbid() {
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
    assertThat(STRICT_MATH.evaluate(offender).getFailureReport().getDetails()).hasSize(2);
    assertThat(ADDRESSED_RANDOMNESS.evaluate(offender).hasViolation()).isTrue();
    assertThat(NO_SERIALISATION.evaluate(offender).hasViolation()).isFalse();
    JavaClasses none = new ClassFileImporter().importClasses(ArchitectureTest.class);
    assertThat(STRICT_MATH.evaluate(none).hasViolation()).isFalse();
  }

  /// Breaks rules: a call, a method reference, and a generator of the platform.
  private static final class Offender implements ToDoubleFunction<Random> {
    @Override
    public double applyAsDouble(Random random) {
      DoubleUnaryOperator reference = Math::sinh;
      return Math.exp(reference.applyAsDouble(random.nextDouble())) + Math.sqrt(StrictMath.exp(2))
          + Math.fma(1.0, 2.0, 3.0);
    }
  }
}
