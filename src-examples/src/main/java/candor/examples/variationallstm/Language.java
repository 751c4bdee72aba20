package candor.examples.variationallstm;

import candor.random.RandomStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// An artificial language, made of a seed, in which the probability of every text is known.
///
/// A sentence is `phrase verb phrase [preposition phrase] .`, the part in brackets with probability ½, and a phrase is
/// `determiner [adjective] noun`, with an adjective with probability ½. There are [#AUTHORS] authors with one grammar, who
/// choose nouns, verbs and adjectives differently: with probability ½ as everybody, with ½ to their own taste. Both are
/// distributions over the words of a class, drawn from symmetric Dirichlet distributions, of concentration 1 for
/// everybody's and 0.2 for a taste. Determiners and prepositions are equally likely.
///
/// Words are made of two or three syllables, a consonant and a vowel each, every syllable and number equally likely, and
/// are all different. So a text can be read in one way only, and its probability is a product of choices.
final class Language {
  static final int AUTHORS = 4;

  private static final String STOP = ".";
  private static final String CONSONANTS = "bdfgklmnprstvz";
  private static final String VOWELS = "aeiou";
  private static final double OF_OPTION = 0.5;
  private static final double COMMON = 1;
  private static final double OWN = 0.2;
  private static final double TASTE = 0.5;

  /// Classes of words.
  private enum Kind {
    DETERMINER, ADJECTIVE, NOUN, VERB, PREPOSITION
  }

  /// The words of a class, and how likely each author is to choose each of them.
  ///
  /// @param words words
  /// @param probability by author and word
  private record Lexicon(List<String> words, double[][] probability) {
  }

  private final Map<Kind, Lexicon> lexicons = new HashMap<>();
  private final Map<String, Kind> kinds = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();

  /// Makes a language.
  ///
  /// @param seed seed of its words and tastes
  /// @param determiners number of determiners
  /// @param adjectives number of adjectives
  /// @param nouns number of nouns
  /// @param verbs number of verbs
  /// @param prepositions number of prepositions
  Language(long seed, int determiners, int adjectives, int nouns, int verbs, int prepositions) {
    RandomStream stream = RandomStream.of(seed).child("language");
    Set<String> taken = new LinkedHashSet<>();
    add(Kind.DETERMINER, determiners, stream, taken);
    add(Kind.ADJECTIVE, adjectives, stream, taken);
    add(Kind.NOUN, nouns, stream, taken);
    add(Kind.VERB, verbs, stream, taken);
    add(Kind.PREPOSITION, prepositions, stream, taken);
  }

  /// The language of the experiment.
  static Language ofTheExperiment() {
    return new Language(2016, 3, 12, 30, 16, 4);
  }

  private void add(Kind kind, int count, RandomStream stream, Set<String> taken) {
    RandomStream own = stream.child(kind.name());
    List<String> words = new ArrayList<>();
    for (int attempt = 0; words.size() < count; attempt++) {
      String word = word(own.child("words"), attempt);
      if (taken.add(word)) {
        kinds.put(word, kind);
        places.put(word, words.size());
        words.add(word);
      }
    }
    lexicons.put(kind, new Lexicon(words, probabilities(kind, count, own)));
  }

  private static String word(RandomStream stream, int number) {
    StringBuilder word = new StringBuilder();
    int syllables = 2 + stream.bounded(2, number, 0);
    for (int i = 0; i < syllables; i++) {
      word.append(CONSONANTS.charAt(stream.bounded(CONSONANTS.length(), number, 1 + 2 * i)));
      word.append(VOWELS.charAt(stream.bounded(VOWELS.length(), number, 2 + 2 * i)));
    }
    return word.toString();
  }

  private static double[][] probabilities(Kind kind, int count, RandomStream stream) {
    double[][] result = new double[AUTHORS][count];
    boolean isShared = kind == Kind.DETERMINER || kind == Kind.PREPOSITION;
    double[] common = dirichlet(count, COMMON, stream.child("common"), 0);
    for (int author = 0; author < AUTHORS; author++) {
      double[] own = dirichlet(count, OWN, stream.child("own"), author);
      for (int w = 0; w < count; w++) {
        result[author][w] = isShared ? 1.0 / count : (1 - TASTE) * common[w] + TASTE * own[w];
      }
    }
    return result;
  }

  private static double[] dirichlet(int count, double concentration, RandomStream stream, int sample) {
    double[] draws = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      draws[i] = stream.gamma(concentration, sample, i);
      sum += draws[i];
    }
    for (int i = 0; i < count; i++) {
      draws[i] /= sum;
    }
    return draws;
  }

  /// All words, and the full stop.
  ///
  /// @return words by class
  List<String> words() {
    List<String> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      all.addAll(lexicon(kind).words);
    }
    all.add(STOP);
    return all;
  }

  /// Writes a text.
  ///
  /// @param author who writes it
  /// @param sentences number of sentences
  /// @param stream random numbers
  /// @param text number of the text in the stream
  /// @return sentences, separated by spaces
  String write(int author, int sentences, RandomStream stream, int text) {
    Writer writer = new Writer(author, stream, text);
    List<String> words = new ArrayList<>();
    for (int s = 0; s < sentences; s++) {
      writer.sentence(words);
    }
    return String.join(" ", words);
  }

  /// Makes choices one after the other.
  private final class Writer {
    private final int author;
    private final RandomStream stream;
    private final int text;
    private int choice;

    Writer(int author, RandomStream stream, int text) {
      this.author = author;
      this.stream = stream;
      this.text = text;
    }

    private double uniform() {
      double[] u = new double[1];
      stream.uniform(text, choice++, u, 0, 1);
      return u[0];
    }

    private String word(Kind kind) {
      Lexicon lexicon = lexicon(kind);
      double[] probability = lexicon.probability[author];
      double left = uniform();
      int w = 0;
      while (w < probability.length - 1 && left >= probability[w]) {
        left -= probability[w++];
      }
      return lexicon.words.get(w);
    }

    private void phrase(List<String> words) {
      words.add(word(Kind.DETERMINER));
      if (uniform() < OF_OPTION) {
        words.add(word(Kind.ADJECTIVE));
      }
      words.add(word(Kind.NOUN));
    }

    void sentence(List<String> words) {
      phrase(words);
      words.add(word(Kind.VERB));
      phrase(words);
      if (uniform() < OF_OPTION) {
        words.add(word(Kind.PREPOSITION));
        phrase(words);
      }
      words.add(STOP);
    }
  }

  private Lexicon lexicon(Kind kind) {
    return Objects.requireNonNull(lexicons.get(kind));
  }

  /// The logarithm of the probability that an author who writes as many sentences writes this text.
  ///
  /// @param text sentences, separated by spaces
  /// @param author who writes it
  /// @return nats; −∞ if the text has a word of another class where one was expected
  double logLikelihood(String text, int author) {
    Reader reader = new Reader(text.split(" ", -1), author);
    while (reader.hasNext()) {
      reader.sentence();
    }
    return reader.sum;
  }

  /// Adds up the logarithms of the choices that a text needed.
  private final class Reader {
    private final String[] words;
    private final int author;
    private int at;
    private double sum;

    Reader(String[] words, int author) {
      this.words = words;
      this.author = author;
    }

    boolean hasNext() {
      return at < words.length && sum > Double.NEGATIVE_INFINITY;
    }

    private boolean next(Kind kind) {
      return at < words.length && kinds.get(words[at]) == kind;
    }

    private void word(Kind kind) {
      sum += next(kind)
          ? StrictMath.log(lexicon(kind).probability[author][Objects.requireNonNull(places.get(words[at]))])
          : Double.NEGATIVE_INFINITY;
      at++;
    }

    private boolean option(Kind kind) {
      boolean taken = next(kind);
      sum += StrictMath.log(taken ? OF_OPTION : 1 - OF_OPTION);
      return taken;
    }

    private void phrase() {
      word(Kind.DETERMINER);
      if (option(Kind.ADJECTIVE)) {
        word(Kind.ADJECTIVE);
      }
      word(Kind.NOUN);
    }

    void sentence() {
      phrase();
      word(Kind.VERB);
      phrase();
      if (option(Kind.PREPOSITION)) {
        word(Kind.PREPOSITION);
        phrase();
      }
      sum += at < words.length && words[at].equals(STOP) ? 0 : Double.NEGATIVE_INFINITY;
      at++;
    }
  }

  /// The logarithm of the probability of a text whose author is any of them, equally likely.
  double logLikelihood(String text) {
    double[] each = each(text);
    double max = Double.NEGATIVE_INFINITY;
    for (double value : each) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (double value : each) {
      sum += StrictMath.exp(value - max);
    }
    return max + StrictMath.log(sum / AUTHORS);
  }

  /// The probability that each author wrote a text.
  double[] posterior(String text) {
    double[] each = each(text);
    double whole = logLikelihood(text);
    for (int author = 0; author < AUTHORS; author++) {
      each[author] = StrictMath.exp(each[author] - whole) / AUTHORS;
    }
    return each;
  }

  private double[] each(String text) {
    double[] result = new double[AUTHORS];
    for (int author = 0; author < AUTHORS; author++) {
      result[author] = logLikelihood(text, author);
    }
    return result;
  }
}
