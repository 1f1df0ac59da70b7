#!/usr/bin/perl
# RFC 8264 and 8265 once more, as their sections say it, on the Unicode data of Perl. A line is the code points of a text, as JSON;
# the answer has its form as a name (UsernameCaseMapped) and as a password (OpaqueString), null where that is refused, and whether
# this Unicode knows all of them.
use strict;
use warnings;
use feature "unicode_strings";
use Unicode::Normalize qw(NFC NFKC getCombinClass);
$| = 1;

# Unicode 16 has made a spacing mark of it.
my $changed = "\x{1171E}";

# RFC 8264 section 9.6.
my %valid = map { $_ => 1 } (0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007);
my %context = map { $_ => 1 } (0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB, 0x660 .. 0x669, 0x6F0 .. 0x6F9);
my %never = map { $_ => 1 } (0x640, 0x7FA, 0x302E, 0x302F, 0x3031 .. 0x3035, 0x303B);

# Section 8: "identifier", "freeform", "context" or "disallowed".
sub property {
    my ($code) = @_;
    my $c = chr $code;
    return "identifier" if $valid{$code};
    return "context" if $context{$code};
    return "disallowed" if $never{$code};
    return "disallowed" if $c =~ /\p{Cn}/;
    return "identifier" if $code >= 0x21 && $code <= 0x7E;
    return "context" if $c =~ /\p{Join_Control}/;
    return "disallowed" if $c =~ /\p{Hst=L}|\p{Hst=V}|\p{Hst=T}/;
    return "disallowed" if $c =~ /\p{DI}|\p{NChar}|\p{Cc}/;
    return "freeform" if NFKC($c) ne $c;
    return "identifier" if $c =~ /\p{Ll}|\p{Lu}|\p{Lo}|\p{Nd}|\p{Lm}|\p{Mn}|\p{Mc}/;
    return "freeform" if $c =~ /\p{Lt}|\p{Nl}|\p{No}|\p{Me}|\p{Zs}|\p{S}|\p{P}/;
    return "disallowed";
}

# RFC 5892 appendix A.
sub in_context {
    my ($text, $at) = @_;
    my ($code, $before, $after) = (ord substr($text, $at, 1), substr($text, 0, $at), substr($text, $at + 1));
    if ($code == 0x200C || $code == 0x200D) {
        return 1 if $before ne "" && getCombinClass(ord substr($before, -1)) == 9;
        return $code == 0x200C
            && $before =~ /(?:\p{Jt=L}|\p{Jt=D})\p{Jt=T}*\z/
            && $after =~ /\A\p{Jt=T}*(?:\p{Jt=R}|\p{Jt=D})/;
    }
    return $before =~ /l\z/ && $after =~ /\Al/ if $code == 0xB7;
    return $after =~ /\A\p{sc=Greek}/ if $code == 0x375;
    return $before =~ /\p{sc=Hebrew}\z/ if $code == 0x5F3 || $code == 0x5F4;
    return $text =~ /\p{sc=Hiragana}|\p{sc=Katakana}|\p{sc=Han}/ if $code == 0x30FB;
    return $text !~ /[\x{6F0}-\x{6F9}]/ if $code >= 0x660 && $code <= 0x669;
    return $text !~ /[\x{660}-\x{669}]/;
}

sub is_of {
    my ($class, $text) = @_;
    return 0 if $text eq "";
    for my $at (0 .. length($text) - 1) {
        my $property = property(ord substr($text, $at, 1));
        next if $property eq "identifier" || $property eq $class;
        return 0 unless $property eq "context" && in_context($text, $at);
    }
    return 1;
}

# RFC 5893 section 2.
sub obeys_bidi {
    my ($text) = @_;
    return 1 unless $text =~ /\p{Bc=R}|\p{Bc=AL}|\p{Bc=AN}/;
    if ($text =~ /\A\p{Bc=L}/) {
        return $text =~ /\A(?:\p{Bc=L}|\p{Bc=EN}|\p{Bc=ES}|\p{Bc=CS}|\p{Bc=ET}|\p{Bc=ON}|\p{Bc=BN}|\p{Bc=NSM})+\z/
            && $text =~ /(?:\p{Bc=L}|\p{Bc=EN})\p{Bc=NSM}*\z/;
    }
    return 0 unless $text =~ /\A(?:\p{Bc=R}|\p{Bc=AL})/;
    return 0 unless $text =~
        /\A(?:\p{Bc=R}|\p{Bc=AL}|\p{Bc=AN}|\p{Bc=EN}|\p{Bc=ES}|\p{Bc=CS}|\p{Bc=ET}|\p{Bc=ON}|\p{Bc=BN}|\p{Bc=NSM})+\z/;
    return 0 unless $text =~ /(?:\p{Bc=R}|\p{Bc=AL}|\p{Bc=EN}|\p{Bc=AN})\p{Bc=NSM}*\z/;
    return !($text =~ /\p{Bc=EN}/ && $text =~ /\p{Bc=AN}/);
}

# RFC 8265 section 3.3.
sub name_of {
    my ($text) = @_;
    my $ordinary = join "", map { /\p{Dt=wide}|\p{Dt=narrow}/ ? NFKC($_) : $_ } split //, $text;
    return undef unless is_of("identifier", $ordinary);
    # Without the rule of the final sigma, which section 3.5 of RFC 7622 does not have.
    my $name = NFC(join "", map { lc } split //, $ordinary);
    return is_of("identifier", $name) && obeys_bidi($name) ? $name : undef;
}

# RFC 8265 section 4.2.
sub opaque_of {
    my ($text) = @_;
    return undef unless is_of("freeform", $text);
    (my $spaced = $text) =~ s/\p{Zs}/ /g;
    my $form = NFC($spaced);
    return is_of("freeform", $form) ? $form : undef;
}

sub json { defined $_[0] ? "[" . join(",", map { ord } split //, $_[0]) . "]" : "null" }

while (my $line = <STDIN>) {
    my $text = join "", map { chr } $line =~ /\d+/g;
    my ($name, $opaque) = (name_of($text), opaque_of($text));
    my $known = join("", $text, $name // "", $opaque // "", lc $text) =~ /\p{Cn}|$changed/ ? "false" : "true";
    printf "{\"name\":%s,\"opaque\":%s,\"known\":%s}\n", json($name), json($opaque), $known;
}
