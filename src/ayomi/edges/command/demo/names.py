"""Names as people bear them, by culture and sex: a few words very often, many seldom, in the order of each culture."""

from __future__ import annotations

from typing import Final

import polars as pl

from ayomi.edges.command.demo.draw import Choices, Dice, choices

_PROPHET: Final = "Muhammad:16 Muh.:6 Moh.:5 M.:7 Mohammad:4 Mochamad:3 Muhamad:7 Ahmad:12 Achmad:5 Abdul:13"
_FATHERS: Final = (
    "Rahman:9 Rahim:7 Hidayat:9 Halim:4 Hakim:5 Karim:5 Kadir:4 Aziz:6 Latif:4 Majid:3 Malik:4 Wahid:3 Yusuf:8 Ali:7"
    " Hasan:7 Husein:4 Ibrahim:6 Ismail:7 Ridwan:7 Rizal:6 Fauzi:6 Faisal:5 Syarif:4 Arifin:6 Amin:5 Anwar:6 Basri:4"
    " Yunus:4 Yasin:3 Salim:4 Saleh:4 Sulaiman:4 Usman:4 Zainuddin:3 Iqbal:5 Ilham:5 Akbar:5 Fadli:4 Rusdi:3 Rusli:4"
)
_MUSLIM_WOMEN: Final = (
    "Siti:26 Nur:12 Nurhayati:8 Nurul:7 Fatimah:6 Aisyah:6 Khadijah:2 Maryam:3 Aminah:4 Halimah:3 Rohani:3 Rahmawati:5"
    " Zainab:3 Salmah:3 Mariani:3 Nuraini:5 Nurlina:3 Hasnah:3 Hasnawati:3 Rosmini:2 Ruqayyah:1 Fitriani:5 Wahyuni:4"
)
_WOMENS_SECOND: Final = (
    "-:20 Aminah:5 Fatimah:5 Aisyah:6 Khotimah:5 Maesaroh:3 Maryam:4 Zulaikha:3 Rohmah:4 Nurjanah:6 Hajar:3 Saodah:2"
    " Rahmah:4 Rohani:2 Hasanah:5 Jamilah:3 Mariam:2 Nuraeni:3 Lestari:5 Wahyuni:4 Hidayah:4 Azizah:5 Amalia:5 Rahayu:4"
)

_NEVER_ALONE: Final = (
    "Abdul", "Abd.", "M.", "Muh.", "Moh.", "Mohammad", "Muhammad", "St.", "I", "Indo", "La", "Wa", "Noor",
)  # fmt: skip
"""Beginnings of names that no one bears alone."""

CULTURES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "javanese": {
        "male": (
            "Agus:30 Slamet:18 Bambang:14 Budi:16 Sugeng:7 Suyanto:8 Sutrisno:10 Sugiyanto:8 Supriyanto:9 Suparman:6"
            " Sukiman:4 Suyono:5 Wagiman:4 Ngatimin:3 Tukimin:3 Paijo:2 Kasmin:2 Sumardi:4 Joko:14 Eko:20 Dwi:12 Tri:12"
            " Andi:6 Heru:8 Hari:7 Hendro:4 Rudi:7 Wahyu:9 Yanto:5 Teguh:7 Imam:8 Nur:7 Mohammad:5 Muhammad:9 Ahmad:8"
            " Aditya:5 Bagus:6 Dimas:7 Galih:4 Rizky:7 Arif:8 Fajar:6 Ngadiman:2 Sarwono:2 Parno:2 Mulyono:4 Widodo:3",
            "-:46 Santoso:9 Prasetyo:10 Susanto:7 Setiawan:9 Wibowo:8 Nugroho:9 Purnomo:6 Hartono:4 Wijaya:4 Utomo:4"
            " Saputra:6 Saputro:4 Cahyono:5 Riyadi:4 Raharjo:3 Kurniawan:7 Widodo:4 Hidayat:5 Sulistyo:3 Pamungkas:3"
            " Priyanto:3 Waluyo:3 Subroto:2 Haryanto:4 Mulyadi:3 Arifin:4 Ristanto:1 Budiman:2 Pambudi:2 Winarno:2",
        ),
        "female": (
            "Siti:26 Sri:30 Endang:9 Dwi:12 Tri:11 Eka:7 Nur:13 Ninik:3 Suparmi:4 Sumiati:6 Sumarni:5 Sulastri:8"
            " Wagiyem:2 Tukinem:2 Poniyem:2 Ngatinah:2 Kasiyem:2 Partini:3 Sutini:4 Suyatmi:3 Murtini:3 Rina:6 Dewi:11"
            " Ratna:8 Retno:6 Indah:8 Yuli:6 Ayu:6 Anisa:5 Fitri:8 Wulan:4 Novi:5 Putri:6 Titik:4 Umi:5 Lilis:4"
            " Rahayu:3",
            "-:40 Wahyuni:10 Lestari:12 Rahayu:11 Handayani:10 Wulandari:9 Astuti:10 Utami:7 Ningsih:8 Susanti:6"
            " Kusumawati:4 Setyowati:4 Hartati:4 Suryani:4 Hidayati:5 Purwanti:5 Aminah:4 Kholifah:3 Mulyani:5 Rohmah:4"
            " Fatimah:3 Khasanah:3 Indriani:3 Puspitasari:4 Anggraini:4 Maryati:3 Sari:7 Yuliana:3 Zulaikah:2",
        ),
    },
    "sundanese": {
        "male": (
            "Asep:30 Dadang:12 Ujang:12 Cecep:10 Dede:12 Deden:8 Agus:12 Iwan:8 Yayan:7 Ade:9 Aep:6 Endang:6 Entis:4"
            " Jajang:9 Tatang:8 Nandang:6 Oman:4 Rahmat:7 Rudi:6 Aceng:4 Enjang:3 Maman:6 Uus:3 Yana:5 Dani:6 Rizki:7"
            " Muhammad:8 Ahmad:5 Encep:3 Undang:3 Wawan:8 Yudi:5 Gilang:4 Fajar:5",
            "-:22 Hidayat:12 Suherman:8 Supriatna:9 Rohman:6 Mulyana:9 Kurnia:6 Sutisna:6 Saepudin:7 Gunawan:7"
            " Permana:6"
            " Suryana:7 Setiawan:6 Nugraha:7 Ramdani:6 Sopandi:4 Sumarna:4 Koswara:3 Kusnadi:4 Firmansyah:5 Maulana:6"
            " Ruhiyat:2 Somantri:2 Wahyudin:4 Sukmana:3 Abdullah:3 Solihin:4 Priatna:2",
        ),
        "female": (
            "Neng:10 Siti:22 Euis:12 Nia:7 Yeni:7 Imas:8 Iis:7 Ai:6 Lilis:9 Tati:6 Cucu:6 Elis:6 Enung:3 Entin:3"
            " Nining:5"
            " Wati:5 Dede:7 Rina:6 Rini:4 Teti:5 Eneng:4 Yanti:6 Nani:4 Ani:5 Mimin:3 Popon:2 Ratna:5 Sri:6 Dewi:6"
            " Intan:5",
            "-:16 Nurhayati:10 Rohaeti:7 Sumiati:6 Kurniasih:8 Rostiana:4 Komalasari:6 Rahmawati:7 Maryati:4 Nuraeni:9"
            " Sumarni:4 Lestari:5 Hasanah:5 Julaeha:4 Sulastri:4 Suryani:5 Kartika:3 Mulyani:5 Handayani:4 Herawati:5"
            " Solihat:3 Rukmini:2 Khodijah:2 Aisyah:4 Maesaroh:4 Fatimah:3",
        ),
    },
    "batak": {
        "male": (
            "Togar:5 Parlindungan:5 Binsar:5 Jonni:5 Hotman:4 Saut:5 Rudi:5 Robert:5 Poltak:3 Mangara:2 Tumpal:4"
            " Daniel:8"
            " Samuel:7 Andreas:6 Benny:5 Ferry:5 Jhon:5 Maruli:5 Sahat:5 Bonar:3 Ronald:5 Rikardo:4 Riko:4 Horas:2"
            " Monang:3 Jannes:3 Hasiholan:4 Immanuel:4 Ganda:3 Roy:5 Frans:4 Yosua:4",
            "-:60 Parulian:5 Halomoan:4 Martua:3 Hasudungan:3 Pardamean:3 Tua:3 Marulitua:2 Partogi:2 Rivaldo:2"
            " Sabar:1",
            "Simanjuntak:9 Sihombing:9 Nainggolan:8 Siregar:12 Hutagalung:6 Simatupang:6 Silalahi:7 Sitorus:8"
            " Manurung:9"
            " Pasaribu:7 Siahaan:6 Napitupulu:6 Panjaitan:7 Hutapea:6 Sinaga:9 Purba:8 Situmorang:8 Tampubolon:7"
            " Marpaung:5"
            " Lumbantobing:4 Hutabarat:5 Sianturi:5 Gultom:6 Ginting:7 Sembiring:6 Tarigan:6 Sitepu:5 Karo-Karo:3"
            " Saragih:5",
        ),
        "female": (
            "Rosma:4 Tiur:4 Rotua:4 Duma:5 Lamria:4 Maria:9 Ruth:5 Ester:7 Debora:6 Tiodor:2 Nurhaida:3 Rospita:4"
            " Rosmawati:5 Hotma:4 Melva:4 Marlina:5 Juliana:5 Kristina:6 Sondang:4 Dameria:4 Lasmaria:2 Netty:4 Renta:3"
            " Yanti:5 Elisabeth:6 Friska:5 Riris:5 Lenny:4 Desi:5 Rumondang:2 Nova:4",
            "-:58 Uli:4 Magdalena:4 Natalia:4 Roma:2 Veronika:3 Theresia:3 Romauli:3 Septiana:3 Agustina:5",
            "br._Simanjuntak:4 Simanjuntak:5 Sihombing:8 Nainggolan:8 Siregar:11 Hutagalung:6 Simatupang:6 Silalahi:7"
            " Sitorus:7 Manurung:9 Pasaribu:7 Siahaan:6 Panjaitan:7 br._Sinaga:3 Sinaga:6 Purba:7 Situmorang:8"
            " Hutapea:5"
            " Tampubolon:7 br._Ginting:4 Ginting:3 br._Sembiring:3 Tarigan:5 Saragih:5 Gultom:5 Marpaung:4",
        ),
    },
    "malay": {
        "male": (
            f"{_PROPHET} Syahrul:6 Zulkifli:8 Zainal:7 Hendri:7 Rahmad:7 Syamsul:6 Indra:7 Fahrul:4 Rizki:8 Ari:7"
            " Herman:7"
            " Junaidi:7 Mulyadi:5 Saiful:7 Hamdani:4 Darwis:4 Azhar:5 Fadhil:4 Dedi:7 Ferdi:4 Jamaluddin:4 Edi:7"
            " Yusri:3",
            f"-:70 {_FATHERS} Syahputra:9 Saputra:12 Nasution:5 Lubis:5 Harahap:4 Effendi:6 Siagian:2 Pratama:5",
        ),
        "female": (
            f"{_MUSLIM_WOMEN} Cut:3 Syarifah:3 Zuraida:4 Erlina:4 Yusnita:4 Mardiah:3 Rosnah:2 Yuliana:5 Desi:6 Dewi:6"
            " Rina:6 Leni:4 Marlina:5 Suryani:5 Ernawati:5 Nilawati:3",
            f"{_WOMENS_SECOND} Sari:8 Yanti:7 Rahmadani:4 Safitri:5 Nasution:3 Putri:6",
        ),
    },
    "minang": {
        "male": (
            f"{_PROPHET} Afrizal:7 Syafrizal:5 Yulizar:3 Hendri:8 Zulfikar:5 Novrizal:4 Yose:2 Rizal:6 Erman:4"
            " Masrizal:4"
            " Syafri:4 Dodi:5 Ilham:5 Fauzan:5 Ronaldi:4 Yusrizal:5 Arman:4 Nofri:4 Edi:6 Asril:4 Bustami:2 Wendri:3",
            "-:45 Putra:12 Chaniago:8 Piliang:5 Koto:6 Tanjung:7 Sikumbang:5 Jambak:4 Guci:3 Saputra:7 Hidayat:6"
            " Effendi:4"
            " Eka_Putra:4 Rahman:4 Syahputra:4",
        ),
        "female": (
            "Yulia:6 Rahma:5 Elvi:5 Yeni:6 Nurhayati:5 Desi:7 Rina:5 Fitria:6 Novita:5 Gusnita:3 Asnidar:3 Yurnalis:3"
            " Rosmaini:3 Mimi:3 Ratna:4 Nelli:3 Erni:5 Upik:3 Wirda:3 Yusmaniar:2 Zulhelmi:2 Lusi:4 Siti:8 Suci:4"
            " Silvia:5",
            "-:35 Sari:9 Yanti:8 Wati:6 Putri:9 Rahmi:6 Fitri:6 Eliza:4 Susanti:5 Novita:4 Chaniago:3 Ramadhani:5"
            " Zahra:4",
        ),
    },
    "bugis_makassar": {
        "male": (
            "Andi:10 Andi_Baso:2 Muh.:9 Muhammad:7 Abd.:5 Ambo:6 Baso:5 Daeng:4 La:4 Syamsuddin:6 Syahrul:5"
            " Hasanuddin:5"
            " Mansyur:4 Sirajuddin:3 Sudirman:5 Rusli:4 Amiruddin:5 Kamaruddin:4 Jufri:4 Jamaluddin:4 Arifuddin:4"
            f" {_FATHERS}",
            "-:24 Tenri:3 Mappa:2 Saleh:5 Sakka:2 Nurdin:5 Ramli:4 Tahir:5 Haris:4 Tuo:3 Dalle:3 Asse:2 Upe:2 Tompo:2"
            " Mattola:1 Ngalle:2 Ngewa:2 Sijaya:1 Saputra:3 Ridwan:5 Rahman:5 Akbar:4 Bahar:4 Said:4 Jabbar:3 Sabir:2",
        ),
        "female": (
            "Sitti:18 St.:7 Andi:8 Hasnawati:6 Nurlina:5 Nurhayati:7 I:3 Indo:3 Besse:4 Rosmiati:4 Suriani:5"
            " Hasniah:4 Rahmatia:3 Kartini:3 Murniati:4 Salmiah:3 Fatmawati:5 Jumriah:3 Nurbaya:4 Darmawati:4"
            " Irmawati:4"
            " Nurjannah:4 Asriani:4 Mardiana:4 Sukmawati:4 Nuraeni:5",
            "-:30 Aminah:4 Hajrah:4 Rahma:5 Maryam:3 Nurhaliza:2 Tenri:3 Norma:3 Nurhayati:4 Aisyah:5 Hasnah:3 Rohani:3"
            " Saenab:3 Nadirah:2 Kamariah:2 Fatimah:4 Marwah:3 Ramlah:3 Bau:1 Rabiah:2 Subaedah:2 Munawarah:2",
        ),
    },
    "tolaki_buton": {
        "male": (
            "La_Ode:26 La:18 Laode:6 Muh.:6 Ahmad:4 Abdul:6 Yusran:5 Sahrul:4 Hamid:3 Arsyad:3 Rustam:4 Ambo:3 Asrun:3"
            " Lukman:4 Nasrun:3 Sarman:3 Suharto:2 Hasrun:2",
            "Rahim:5 Baa:3 Saharuddin:4 Muhidin:3 Basri:4 Hamuna:2 Saleh:4 Samiun:2 Djamaluddin:2 Ali:5 Aswad:2 Ane:2"
            " Mpotu:1 Tamrin:4 Tasrif:3 Syarif:4 Hasan:5 Bakri:4 Ringo:1 Bolo:1 Tembo:1 Umar:4 Rifai:3 Idris:4 Amir:4"
            " Ruslan:4 Safiuddin:2 Zainal:4 Kaimuddin:2 Pondo:1",
        ),
        "female": (
            "Wa_Ode:26 Wa:18 Waode:5 Sitti:14 Nur:6 Hasnawati:4 Marlina:3 Suriati:3 Hasni:3 Rosmina:3 Nining:2"
            " Harlina:3"
            " Jumriati:2 Satria:1",
            "Hajar:3 Ona:2 Rabia:3 Nurhayati:6 Hasna:5 Sitti:3 Fatima:4 Salma:5 Rosmini:4 Aisa:4 Ija:2 Muliati:4"
            " Sarina:3"
            " Sumiati:4 Ndoasa:1 Murni:4 Hadija:3 Zalia:2 Asmira:2 Nurmin:3 Halima:4 Rahmi:4 Kamaria:3 Marwa:3",
        ),
    },
    "balinese": {
        "male": (
            "I_Wayan:24 I_Made:24 I_Nyoman:18 I_Ketut:18 I_Gede:10 I_Putu:14 I_Komang:8 I_Kadek:8 I_Gusti_Ngurah:3"
            " Ida_Bagus:2",
            "Sudiarta:5 Suardana:5 Suartana:4 Astawa:5 Arta:3 Sukarta:4 Wirawan:5 Adi:6 Merta:4 Sudana:5 Yasa:5"
            " Suparta:5"
            " Ariawan:4 Darma:4 Widana:4 Budiasa:4 Sutama:4 Mahendra:5 Sudarsana:4 Kariasa:3 Suwitra:3 Parwata:3"
            " Artawan:4"
            " Eka_Putra:4 Dwi_Saputra:3 Arya_Wiguna:2 Subagia:2 Wijaya:4",
        ),
        "female": (
            "Ni_Wayan:24 Ni_Made:24 Ni_Nyoman:18 Ni_Ketut:18 Ni_Luh:10 Ni_Putu:14 Ni_Komang:8 Ni_Kadek:8"
            " Desak_Made:2 Ida_Ayu:3",
            "Sukerti:4 Suartini:5 Murniati:4 Sriani:4 Kartini:4 Ariani:5 Sari:6 Dewi:7 Yuliani:4 Sudiani:4 Astuti:5"
            " Wati:4"
            " Rasmini:3 Suryani:5 Sumiati:4 Parwati:3 Widiasih:3 Puspita_Sari:3 Lestari:4 Armini:4 Budiani:4"
            " Eka_Yanti:3",
        ),
    },
    "chinese_indonesian": {
        "male": (
            "Hendra:8 Budi:6 Andy:6 Steven:6 Kevin:6 Hartono:3 Jimmy:4 Rudy:5 Eddy:5 Ferdinand:3 William:5"
            " Michael:4 Johan:4"
            " Tjin:1 Vincent:3 Yohanes:3 Antonius:3 Suwandi:2 Alexander:3 Herman:3",
            "-:40 Kurniawan:4 Wijaya:5 Saputra:3 Setiadi:3 Surya:3 Kusuma:3 Jaya:2 Adrian:2 Christian:3",
            "Tanuwijaya:6 Gunawan:7 Halim:8 Lim:4 Wijaya:7 Susanto:6 Salim:6 Tan:6 Hartanto:6 Santoso:7 Kusnadi:4"
            " Sutanto:5"
            " Liem:3 Widjaja:4 Chandra:6 Tjandra:3 Setiawan:6 Oei:1 Hadinata:4 Lukito:4 Suryadi:4 Wongso:3 Leonardi:2",
        ),
        "female": (
            "Lina:6 Mei:6 Lily:5 Jessica:6 Meliana:4 Vivian:5 Fenny:5 Yenny:5 Linda:5 Susan:4 Cindy:4 Stefanie:4"
            " Melissa:4"
            " Felicia:4 Maria:5 Christine:4 Winny:3 Silvia:4 Veronica:4",
            "-:40 Ling:3 Natalia:4 Angelina:3 Permata:2 Kusuma:2 Lie:2 Dewi:2 Agustina:3",
            "Tanuwijaya:6 Gunawan:7 Halim:8 Lim:4 Wijaya:7 Susanto:6 Salim:6 Tan:6 Hartanto:5 Santoso:6 Kusnadi:3"
            " Sutanto:4"
            " Liem:3 Widjaja:4 Chandra:6 Hadinata:4 Lukito:3 Suryadi:3 Wongso:3",
        ),
    },
    "papuan": {
        "male": (
            "Yohanes:9 Markus:7 Lukas:6 Petrus:7 Yakobus:6 Frans:6 Agus:5 Daud:5 Elias:6 Yosep:6 Nikolaus:4"
            " Paulus:6 Marthen:6"
            " Derek:4 Otniel:3 Septinus:3 Demianus:4 Melkias:3 Benyamin:5 Isak:5 Yulianus:4 Obet:3",
            "-:86 Yan:2 Piter:3 Alex:3 Johanis:3 Simon:3",
            "Wenda:8 Tabuni:7 Kogoya:8 Yikwa:4 Murib:5 Rumbiak:5 Wanimbo:5 Kambu:4 Mandacan:4 Ayomi:4 Sawaki:3"
            " Rumaropen:4"
            " Mambrasar:4 Kafiar:4 Wakerkwa:4 Pekei:5 Mote:4 Tebai:4 Gobay:4 Kbarek:3 Wonda:6 Asso:5 Yoku:3 Ohee:3"
            " Suebu:3"
            " Gebze:4 Mahuze:4 Kaize:3 Basik-Basik:2 Krey:2 Fakdawer:2 Yumame:2",
        ),
        "female": (
            "Maria:12 Martha:8 Yuliana:8 Agustina:7 Yosina:6 Dorkas:5 Orpa:5 Naomi:5 Debora:5 Selfina:4 Yakoba:5"
            " Paulina:5"
            " Fransina:5 Adolfina:4 Ester:5 Sarlota:4 Regina:3 Mince:3 Novita:3 Meri:5",
            "-:86 Ance:2 Yohana:3 Elisabeth:3 Magdalena:3 Rosalina:3",
            "Wenda:8 Tabuni:7 Kogoya:8 Yikwa:4 Murib:5 Rumbiak:5 Wanimbo:5 Kambu:4 Mandacan:4 Ayomi:4 Sawaki:3"
            " Rumaropen:4"
            " Mambrasar:4 Kafiar:4 Wakerkwa:4 Pekei:5 Mote:4 Tebai:4 Gobay:4 Wonda:6 Asso:5 Yoku:3 Ohee:3 Gebze:4"
            " Mahuze:4",
        ),
    },
    "minahasan": {
        "male": (
            "Jhonny:6 Ferry:6 Steven:6 Michael:5 Recky:5 Rommy:4 Hendrik:5 Jemmy:5 Denny:6 Franky:5 Meidy:3 Novry:4"
            " Stenly:5"
            " Billy:4 Christian:5 Alfrets:2 Welly:3 Vicky:3 Daniel:5 Robby:5 Refly:3",
            "-:80 Jefry:4 Yohanis:3 Marthin:3 Alexander:3 Adrian:3",
            "Mamahit:4 Rumengan:4 Wowor:6 Pangemanan:5 Tumbelaka:4 Sumual:5 Kalalo:4 Lontoh:4 Mandagi:5 Runtuwene:5"
            " Lasut:5"
            " Waworuntu:4 Wenas:3 Sondakh:6 Tumiwa:4 Karundeng:5 Kaunang:5 Rompas:5 Sumampouw:4 Lumintang:5"
            " Mokodompit:4",
        ),
        "female": (
            "Meity:5 Selvie:5 Deisy:5 Maria:7 Olga:4 Yulin:3 Fenny:4 Jeane:5 Novita:5 Stella:4 Grace:5 Vonny:4"
            " Martje:3 Silvana:3"
            " Christin:5 Natalia:5 Meiske:4 Anita:4 Vera:4 Lidya:4",
            "-:80 Fransiska:4 Marlin:3 Agustin:3 Yanti:3 Margaretha:3",
            "Mamahit:4 Rumengan:4 Wowor:6 Pangemanan:5 Tumbelaka:4 Sumual:5 Kalalo:4 Lontoh:4 Mandagi:5 Runtuwene:5"
            " Lasut:5"
            " Waworuntu:4 Sondakh:6 Tumiwa:4 Karundeng:5 Kaunang:5 Rompas:5 Sumampouw:4 Lumintang:5 Mokodompit:4",
        ),
    },
    "timorese": {
        "male": (
            "Yohanes:12 Fransiskus:10 Petrus:8 Antonius:8 Yosef:8 Markus:5 Dominikus:5 Agustinus:7 Kornelis:5"
            " Benediktus:5"
            " Stefanus:5 Marselinus:4 Gabriel:4 Simon:4 Thobias:2 Melkianus:3 Adrianus:4 Paulus:5 Vinsensius:4"
            " Emanuel:4",
            "-:60 Don_Bosco:2 Xaverius:4 Seran:2 Klau:2 Laga:1 Kopong:2 Arnoldus:2 Ama:2",
            "Seran:5 Bere:5 Nahak:5 Klau:4 Taek:3 Manek:4 Banu:4 Tefa:4 Nenohai:3 Liunokas:2 Ndun:3 Lay:4 Bria:4"
            " Fernandez:5"
            " da_Silva:4 Kelen:4 Tukan:4 Ola:3 Wea:4 Lado:4 Djawa:3 Ngongo:4 Umbu:4 Hina:3 Radja:3 Adoe:3 Sine:3"
            " Latu:2",
        ),
        "female": (
            "Maria:30 Yuliana:6 Agustina:7 Theresia:6 Margaretha:6 Elisabeth:6 Fransiska:6 Katarina:5 Yosefina:5"
            " Kristina:4"
            " Anastasia:4 Veronika:5 Marta:4 Welmince:2 Dortia:1 Rambu:3 Sofia:3 Bernadeta:4 Yustina:3 Adriana:3",
            "-:40 Goreti:4 Magdalena:5 Fatima:4 Yovita:3 Imakulata:2 Regina:3 Oliva:2 Dolorosa:2 Yasinta:3"
            " Skolastika:2",
            "Seran:5 Bere:5 Nahak:5 Klau:4 Taek:3 Manek:4 Banu:4 Tefa:4 Nenohai:3 Ndun:3 Lay:4 Bria:4 Fernandez:5"
            " da_Silva:4"
            " Kelen:4 Tukan:4 Ola:3 Wea:4 Lado:4 Djawa:3 Ngongo:4 Hina:3 Radja:3 Adoe:3 Sine:3",
        ),
    },
    "moluccan": {
        "male": (
            "Frans:6 Markus:5 Yohanis:6 Abdul:6 Hasan:5 Semuel:6 Daniel:5 Rusdi:4 La:4 Usman:4 Ronaldo:3 Melky:4"
            " Jacob:5"
            " Muhammad:6 Agus:4 Elvis:3 Buce:3 Izaac:3",
            "-:85 Rahman:4 Wahab:3 Johanes:3 Pieter:3",
            "Pattiasina:4 Latuconsina:5 Tuasikal:4 Leiwakabessy:3 Tahapary:4 Sahetapy:5 Manuputty:5 Tomasoa:3"
            " Lekatompessy:3"
            " Wattimena:5 Salampessy:4 Matulessy:4 Rumahlatu:3 Umasugi:3 Kaimudin:3 Tuhumury:3 Pelu:4 Hatapayo:2"
            " Rahayaan:3",
        ),
        "female": (
            "Maria:7 Yohana:5 Siti:6 Fatma:5 Novita:4 Meike:3 Nurjanah:4 Orpa:3 Elsina:3 Salma:4 Wa:4 Jublina:2"
            " Desy:3 Halima:4",
            "-:80 Yuliana:4 Rahma:4 Ode:3 Marlin:3 Agustin:4",
            "Pattiasina:4 Latuconsina:5 Tuasikal:4 Tahapary:4 Sahetapy:5 Manuputty:5 Tomasoa:3 Wattimena:5 Salampessy:4"
            " Matulessy:4 Rumahlatu:3 Umasugi:3 Kaimudin:3 Tuhumury:3 Pelu:4 Rahayaan:3",
        ),
    },
    "dayak_banjar": {
        "male": (
            f"{_PROPHET} Rusdiansyah:5 Yulius:4 Hendrikus:3 Akhmad:6 Syahrani:3 Rudiansyah:5 Gazali:4 Noor:4"
            " Aliansyah:3"
            " Andreas:4 Petrus:3 Sabirin:2 Hairul:5 Jumadi:4 Aspian:2 Yansen:3 Fahrurazi:3",
            f"-:80 {_FATHERS} Noor:4 Asang:2 Ngau:1 Lihan:1 Usop:1 Ardiansyah:5 Hamdi:3",
        ),
        "female": (
            f"{_MUSLIM_WOMEN} Noor:5 Norhayati:5 Rusmini:3 Mariatul:3 Yunita:4 Herlina:4 Lusiana:3 Natalia:3"
            " Jamilah:3 Galuh:1"
            " Barlian:1 Risna:3",
            f"{_WOMENS_SECOND} Kiptiah:3 Asmah:3 Bulan:1 Noor:3 Latifah:4",
        ),
    },
}  # fmt: skip
"""Culture -> sex -> words of a name in their order, each with its weight."""

PROVINCES: Final[dict[str, str]] = {
    "11": "malay:90 javanese:7 batak:3",
    "12": "batak:42 javanese:25 malay:27 minang:3 chinese_indonesian:3",
    "13": "minang:88 javanese:5 batak:4 malay:3",
    "14": "malay:40 javanese:30 minang:15 batak:13 chinese_indonesian:2",
    "15": "malay:50 javanese:34 minang:9 batak:4 sundanese:3",
    "16": "malay:60 javanese:32 sundanese:5 chinese_indonesian:3",
    "17": "malay:62 javanese:28 minang:6 sundanese:4",
    "18": "javanese:64 malay:20 sundanese:12 balinese:2 bugis_makassar:2",
    "19": "malay:68 javanese:15 chinese_indonesian:10 bugis_makassar:4 sundanese:3",
    "21": "malay:36 javanese:28 batak:14 minang:10 chinese_indonesian:9 bugis_makassar:3",
    "31": "javanese:38 sundanese:24 malay:20 batak:6 chinese_indonesian:6 minang:4 moluccan:2",
    "32": "sundanese:72 javanese:19 malay:4 batak:3 minang:1 chinese_indonesian:1",
    "33": "javanese:96 sundanese:2 chinese_indonesian:2",
    "34": "javanese:95 sundanese:2 chinese_indonesian:1 batak:1 malay:1",
    "35": "javanese:96 chinese_indonesian:2 malay:1 balinese:1",
    "36": "sundanese:60 javanese:24 malay:7 batak:4 chinese_indonesian:5",
    "51": "balinese:85 javanese:11 timorese:2 malay:2",
    "52": "malay:86 balinese:5 javanese:6 bugis_makassar:3",
    "53": "timorese:94 bugis_makassar:2 javanese:3 chinese_indonesian:1",
    "61": "dayak_banjar:45 malay:28 javanese:14 chinese_indonesian:9 bugis_makassar:4",
    "62": "dayak_banjar:66 javanese:24 malay:8 bugis_makassar:2",
    "63": "dayak_banjar:78 javanese:15 bugis_makassar:4 malay:3",
    "64": "javanese:32 dayak_banjar:32 bugis_makassar:26 malay:7 batak:3",
    "65": "bugis_makassar:34 dayak_banjar:32 javanese:24 malay:10",
    "71": "minahasan:78 malay:12 javanese:6 chinese_indonesian:4",
    "72": "bugis_makassar:46 malay:26 javanese:14 balinese:8 minahasan:6",
    "73": "bugis_makassar:92 javanese:5 balinese:1 chinese_indonesian:2",
    "74": "tolaki_buton:58 bugis_makassar:30 javanese:9 balinese:3",
    "75": "malay:76 minahasan:12 javanese:6 bugis_makassar:6",
    "76": "bugis_makassar:86 javanese:9 balinese:5",
    "81": "moluccan:74 tolaki_buton:14 javanese:6 bugis_makassar:6",
    "82": "moluccan:70 malay:18 javanese:7 bugis_makassar:5",
    "91": "papuan:62 javanese:14 bugis_makassar:14 moluccan:7 minahasan:3",
    "92": "papuan:58 javanese:15 bugis_makassar:15 moluccan:12",
    "93": "papuan:70 javanese:15 bugis_makassar:9 moluccan:6",
    "94": "papuan:78 javanese:8 bugis_makassar:9 minahasan:5",
    "95": "papuan:94 javanese:3 bugis_makassar:3",
    "96": "papuan:58 javanese:14 bugis_makassar:14 moluccan:14",
}  # fmt: skip
"""Province -> who lives there, roughly as the census of 2010 has it."""


def cultures(dice: Dice, provinces: pl.Series) -> pl.Series:
    """The culture of each row, by where its people come from (province codes)."""
    frame = pl.DataFrame({"province": provinces, "drawn": dice.raw("culture")}).with_row_index("place")
    found = [
        group.select("place", culture=_cultures_of(str(province)).at(group["drawn"]))
        for (province,), group in frame.group_by("province")
    ]
    return pl.concat(found).sort("place")["culture"]


def _cultures_of(province: str) -> Choices:
    words, weights = zip(*(entry.split(":") for entry in PROVINCES[province].split()), strict=True)
    return choices(list(words), [int(weight) for weight in weights])


def names(dice: Dice, culture: pl.Series, sex: pl.Series) -> pl.Series:
    """A name for each row, of its culture and sex."""
    frame = pl.DataFrame({"row": dice.rows, "culture": culture, "sex": sex}).with_row_index("place")
    found = []
    for (people, of_sex), group in frame.group_by("culture", "sex"):
        own = Dice(group["row"], dice.seed)
        words = [own.word(slot, f"name {place}") for place, slot in enumerate(CULTURES[str(people)][str(of_sex)])]
        made = pl.DataFrame({f"{place}": word for place, word in enumerate(words)})
        # A word drawn twice in a row is a slip, not a name.
        kept = [
            pl.when(pl.col(f"{place}") == pl.col(f"{place - 1}")).then(pl.lit("")).otherwise(pl.col(f"{place}"))
            if place
            else pl.col("0")
            for place in range(len(words))
        ]
        name = pl.concat_str(kept, separator=" ").str.replace_all(r" {2,}", " ").str.strip_chars()
        behind = own.word(_FATHERS if of_sex == "male" else _WOMENS_SECOND.partition(" ")[2], "name behind")
        whole = made.select(name.alias("name")).with_columns(
            pl.when(pl.col("name").is_in(_NEVER_ALONE)).then(pl.col("name") + " " + behind).otherwise(pl.col("name"))
        )
        found.append(group.select("place").with_columns(whole["name"]))
    return pl.concat(found).sort("place")["name"]
