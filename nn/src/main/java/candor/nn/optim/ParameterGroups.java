package candor.nn.optim;

import candor.nn.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Parameters, each with its weight decay and with a factor of the optimiser's learning rate.
///
/// ```java
/// ParameterGroups.decayingWeights(model.parameters(), 0.01);  // biases and normalisation do not decay
/// ParameterGroups.of(body.parameters()).factor(0.1).and(ParameterGroups.of(head.parameters())).decay(1e-4);
/// ```
///
/// The order of the parameters stays, so gradients and saved states fit whatever the groups are.
///
/// @param members the parameters, with what is special to each
public record ParameterGroups(List<Member> members) {
  /// A parameter and how it is trained.
  ///
  /// @param parameter the parameter
  /// @param factor what the learning rate is multiplied with, finite, 0 or more
  /// @param decay weight decay, finite, 0 or more
  public record Member(Parameter parameter, double factor, double decay) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Member {
      if (!Descent.isNotNegative(factor) || !Descent.isNotNegative(decay)) {
        throw new IllegalArgumentException("parameter groups: factor " + factor + ", decay " + decay + " of parameter "
            + parameter.name() + ", expected finite numbers of 0 or more");
      }
    }
  }

  /// Checks that no parameter occurs twice, which would be changed twice in a step.
  ///
  /// @throws IllegalArgumentException if one does
  public ParameterGroups {
    members = List.copyOf(members);
    Set<Parameter> seen = new HashSet<>();
    for (Member member : members) {
      if (!seen.add(member.parameter)) {
        throw new IllegalArgumentException("parameter groups: parameter " + member.parameter.name() + " "
            + member.parameter.shape() + " occurs twice");
      }
    }
  }

  /// Parameters with factor 1 and without decay.
  ///
  /// @param parameters the parameters
  /// @return the group
  /// @throws IllegalArgumentException if a parameter occurs twice
  public static ParameterGroups of(List<Parameter> parameters) {
    return new ParameterGroups(parameters.stream().map(p -> new Member(p, 1, 0)).toList());
  }

  /// The usual recipe: what has two axes or more decays, such as the weights of linear and convolutional layers, and
  /// what has less does not, such as biases and the gains of normalisations. Where another rule is meant,
  /// [#decay(double, Predicate)] takes it.
  ///
  /// @param parameters the parameters
  /// @param decay weight decay, finite, 0 or more
  /// @return the groups, in the order of the parameters
  /// @throws IllegalArgumentException if the decay is out of its range, or a parameter occurs twice
  public static ParameterGroups decayingWeights(List<Parameter> parameters, double decay) {
    return of(parameters).decay(decay, p -> p.shape().rank() >= 2);
  }

  /// The same with another factor of the learning rate.
  ///
  /// @param factor factor for all of these parameters, finite, 0 or more
  /// @return new groups
  /// @throws IllegalArgumentException if it is out of its range
  public ParameterGroups factor(double factor) {
    return new ParameterGroups(members.stream().map(m -> new Member(m.parameter, factor, m.decay)).toList());
  }

  /// The same with another weight decay.
  ///
  /// @param decay weight decay of all of these parameters, finite, 0 or more
  /// @return new groups
  /// @throws IllegalArgumentException if it is out of its range
  public ParameterGroups decay(double decay) {
    return decay(decay, p -> true);
  }

  /// The same with another weight decay of some.
  ///
  /// @param decay weight decay, finite, 0 or more
  /// @param which whose; the others keep theirs
  /// @return new groups
  /// @throws IllegalArgumentException if it is out of its range
  public ParameterGroups decay(double decay, Predicate<Parameter> which) {
    return new ParameterGroups(members.stream()
        .map(m -> which.test(m.parameter) ? new Member(m.parameter, m.factor, decay) : m).toList());
  }

  /// These parameters and others after them.
  ///
  /// @param others the others
  /// @return new groups
  /// @throws IllegalArgumentException if a parameter occurs twice
  public ParameterGroups and(ParameterGroups others) {
    List<Member> all = new ArrayList<>(members);
    all.addAll(others.members);
    return new ParameterGroups(all);
  }

  List<Parameter> parameters() {
    return members.stream().map(Member::parameter).toList();
  }
}
